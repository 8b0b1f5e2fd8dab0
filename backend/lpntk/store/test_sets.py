"""What classifiers predict for the test sets of analyses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import TestPredictions
from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray

_LABELS, _PROBABILITIES, _ACCURACY = "test/labels", "test/probabilities", "test/accuracy"


def write(session: Session, analysis_id: int, predictions: TestPredictions) -> None:
    """Put predictions in place of older ones."""
    found: dict[str, NDArray[Any]] = {
        _LABELS: predictions.labels,
        _PROBABILITIES: predictions.probabilities,
        _ACCURACY: np.array([predictions.accuracy]),
    }
    arrays.write(session, AnalysisArray, analysis_id, found)


def get(session: Session, analysis_id: int) -> TestPredictions:
    """The predictions of an analysis that has a test set."""
    return TestPredictions(
        arrays.read(session, AnalysisArray, analysis_id, _LABELS),
        arrays.read(session, AnalysisArray, analysis_id, _PROBABILITIES),
    )


def accuracies(session: Session, analysis_ids: Collection[int]) -> dict[int, float]:
    """The accuracy of some analyses on their test sets, of those that have one."""
    found = arrays.read_small(session, AnalysisArray, _ACCURACY, analysis_ids)
    return {analysis_id: float(accuracy[0]) for analysis_id, accuracy in found.items()}
