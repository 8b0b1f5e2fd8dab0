"""What the evidence stage leaves: left-out predictions, and the features that they are made of.

Features lie in blocks of `BLOCK` rows, those of the test set after those of the samples; while they are
computed from a sketch, its blocks lie there instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray

BLOCK = 512

_PREDICTION, _EIGENVALUES, _LOSSES = "evidence/prediction", "evidence/eigenvalues", "evidence/losses"
_PROJECTED, _FACTS = "evidence/projected", "evidence/facts"
_FEATURES, _TEST, _SKETCH = "evidence/features/", "evidence/test/", "evidence/sketch/"


@dataclass(frozen=True, eq=False)
class EvidenceRecord:
    """How the regression was solved.

    Attributes
    ----------
    ridge
        Of a kernel whose diagonal is 1 on average.
    is_sketch
        Whether the features come from a sketch; else they are exact.
    eigenvalues
        (R,) float64: the sums of squares of the features' columns.
    projected
        (R, K) float64: the features' products with the labels, B^T Y.
    ridges, losses
        (L,) float64: what was tried, and the mean of ||q_i - Y_i||^2 with it.
    """

    ridge: float
    is_sketch: bool
    eigenvalues: NDArray[np.float64]
    projected: NDArray[np.float64]
    ridges: NDArray[np.float64]
    losses: NDArray[np.float64]


def begin(session: Session, analysis_id: int) -> None:
    """Drop what there may be of an earlier attempt."""
    for prefix in (_FEATURES, _TEST, _SKETCH):
        arrays.remove(session, AnalysisArray, analysis_id, prefix)


def write_sketch(session: Session, analysis_id: int, block: int, values: NDArray[np.float32]) -> None:
    """Write the sketch (n, W) of a block of samples, then test samples."""
    arrays.write(session, AnalysisArray, analysis_id, {f"{_SKETCH}{block:06d}": values})


def sketch(session: Session, analysis_id: int, block: int) -> NDArray[np.float32]:
    """(n, W) float32: the sketch of a block."""
    return arrays.read(session, AnalysisArray, analysis_id, f"{_SKETCH}{block:06d}")


def sketched(session: Session, analysis_id: int) -> int:
    """How many blocks of the sketch there are."""
    return len(arrays.names(session, AnalysisArray, analysis_id, _SKETCH))


def write_features(session: Session, analysis_id: int, block: int, values: NDArray[np.float32]) -> None:
    """Write the features (n, R) of a block of samples in place of its sketch."""
    arrays.write(session, AnalysisArray, analysis_id, {f"{_FEATURES}{block:06d}": values})


def write_test_features(session: Session, analysis_id: int, block: int, values: NDArray[np.float32]) -> None:
    """Write the features (n, R) of a block of test samples."""
    arrays.write(session, AnalysisArray, analysis_id, {f"{_TEST}{block:06d}": values})


def finish(
    session: Session, analysis_id: int, prediction: NDArray[np.float32], record: EvidenceRecord
) -> None:
    """Write the left-out predictions (N, K), and drop the sketch."""
    results: dict[str, NDArray[Any]] = {
        _PREDICTION: prediction,
        _EIGENVALUES: record.eigenvalues,
        _PROJECTED: record.projected,
        _LOSSES: np.stack([record.ridges, record.losses]),
        _FACTS: np.array([record.ridge, float(record.is_sketch)]),
    }
    arrays.write(session, AnalysisArray, analysis_id, results)
    arrays.remove(session, AnalysisArray, analysis_id, _SKETCH)


def get(session: Session, analysis_id: int) -> EvidenceRecord:
    """How the regression of an analysis was solved."""
    ridge, is_sketch = arrays.read(session, AnalysisArray, analysis_id, _FACTS).tolist()
    ridges, losses = arrays.read(session, AnalysisArray, analysis_id, _LOSSES)
    eigenvalues = arrays.read(session, AnalysisArray, analysis_id, _EIGENVALUES)
    projected = arrays.read(session, AnalysisArray, analysis_id, _PROJECTED)
    return EvidenceRecord(ridge, bool(is_sketch), eigenvalues, projected, ridges, losses)


def predictions(session: Session, analysis_id: int) -> NDArray[np.float32]:
    """(N, K) float32: what all others predict of each sample, q."""
    return arrays.read(session, AnalysisArray, analysis_id, _PREDICTION)


def prediction(session: Session, analysis_id: int, row: int) -> NDArray[np.float32]:
    """(K,) float32: what all others predict of one sample."""
    return arrays.read_row(session, AnalysisArray, analysis_id, _PREDICTION, row)


def those_with(session: Session, analysis_ids: Collection[int]) -> set[int]:
    """Which of some analyses have left-out predictions."""
    return set(arrays.lengths(session, AnalysisArray, _PREDICTION, analysis_ids))


def features(session: Session, analysis_id: int, *, test: bool = False) -> Iterator[NDArray[np.float32]]:
    """The features (n, R) of all samples, or of the test set, block by block."""
    for name in arrays.names(session, AnalysisArray, analysis_id, _TEST if test else _FEATURES):
        yield arrays.read_anew(session, AnalysisArray, analysis_id, name)
