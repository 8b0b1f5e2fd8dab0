"""Pruning of samples that a person brings as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk import pruning
from lpntk.domain import (
    Clustering,
    FarthestPoints,
    InputError,
    KernelSummary,
    PruningPlan,
    TrainingTrace,
)
from lpntk.domain.arrays import MatrixLike, as_labels, require_diagonal
from lpntk.scores import SCORES, Known, scores_of
from lpntk.scores.epochs import known_of_epochs
from lpntk.structure import farthest_point_clusters


def prune(
    strategy: str,
    keep: float,
    *,
    labels: ArrayLike,
    matrix: MatrixLike | None = None,
    summary: KernelSummary | None = None,
    farthest_points: FarthestPoints | None = None,
    clustering: Clustering | None = None,
    trace: TrainingTrace | None = None,
    scores: Mapping[str, ArrayLike] | None = None,
    features: ArrayLike | None = None,
    excluded: ArrayLike = (),
    seed: int = 0,
    indices: ArrayLike | None = None,
) -> PruningPlan:
    """Say which samples stay and which go, class by class.

    Of a class of n samples max(1, int(n * keep)) stay, so no class is emptied and classes keep their shares.
    The strategy `self-max` takes this share of a class's self-max samples instead of the whole class.

    Parameters
    ----------
    strategy
        One of `lpntk.pruning.STRATEGIES`, whose `reads` says which of the following it takes; or
        "by:SCORE:highest", "by:SCORE:lowest" or "by:SCORE:middle" for any score, and, after another colon,
        "stratified" or "coverage" for who is drawn of it.
    keep
        The share that stays, above 0 and at most 1.
    labels
        (N,) whole numbers from 0.
    matrix
        (N, N) symmetric kernel matrix, or a `KernelMatrix`. It stands in for a missing summary, farthest
        points or clustering (then around a tenth of each class).
    summary, farthest_points, clustering
        What is known of the samples, by row. Farthest points stand in for a missing clustering.
    trace
        The record of training, of which scores such as EL2N are made.
    scores
        (N,) numbers by name: scores of your own, or in place of those that would be made of the trace.
    features
        (N, R) numbers whose distances `k-center` goes by, such as embeddings; else the matrix's.
    excluded
        Rows of samples of which the kernel knows nothing, such as `Kernel.excluded`. A strategy that goes by
        the kernel drops them before all others of their class; for the other strategies they are samples like
        any other.
    seed
        The same seed gives the same plan.
    indices
        (N,) strictly increasing whole numbers, the samples' positions in the original data set; 0 .. N-1
        where left out. All numbers in the plan are these.

    Returns
    -------
    PruningPlan
        `order` tells which sample goes next if the share falls. Under `random`, `self-max`, `fpc-heads`,
        `fpc-largest` (of one clustering) and `average-*`, what stays at a smaller share stays at a larger.

    Raises
    ------
    InputError
        If the strategy is unknown or lacks what it needs, or any value does not fit.

    Examples
    --------
    >>> import numpy as np, lpntk
    >>> features = np.array([[2.0, 0], [2, 0.1], [0, 1], [0.1, 1]])
    >>> labels = [0, 0, 1, 1]
    >>> plan = lpntk.prune("fpc-heads", keep=0.5, labels=labels, matrix=features @ features.T)
    >>> plan.kept
    array([1, 3])
    >>> plan.reasons[0]
    'interchangeable (1.00) with 1, the head of its cluster, which stays'
    """
    _require_kernel(matrix)
    return pruning.prune(
        strategy,
        keep,
        labels=labels,
        cluster=farthest_point_clusters,
        matrix=matrix,
        summary=summary,
        farthest_points=farthest_points,
        clustering=clustering,
        scores=_reader(scores or {}, labels, trace) if scores or trace is not None else None,
        features=None if features is None else _numbers(features),
        excluded=excluded,
        seed=seed,
        indices=indices,
    )


def _reader(
    given: Mapping[str, ArrayLike], labels: ArrayLike, trace: TrainingTrace | None
) -> Callable[[str], NDArray[Any]]:
    """Reads a score that is given, or makes it of the trace."""
    count = np.size(labels)
    own = {name: np.asarray(values) for name, values in given.items()}
    for name, values in own.items():
        if values.shape != (count,) or values.dtype.kind not in "biuf":
            raise InputError(
                f"The score {name} has shape {values.shape}: give a number for each of the {count} samples.",
                field="scores",
            )
    if trace is not None and trace.probabilities.shape[1] != count:
        raise InputError(
            f"The trace, of shape {trace.probabilities.shape}, is not of these {count} samples: "
            "give what was made from the same samples.",
            field="trace",
        )

    @cache
    def known() -> dict[str, NDArray[Any]]:
        if trace is None:
            return {}
        numbers = as_labels(labels, count)
        found = known_of_epochs(trace.probabilities, numbers)
        found["labels"] = numbers
        found["label_probability"] = trace.probabilities[-1][np.arange(count), numbers]
        uncertainty = SCORES["aleatoric_uncertainty"].of(Known(found.__getitem__))
        return {**found, "median_uncertainty": np.asarray(np.median(uncertainty))}

    def read(name: str) -> NDArray[Any]:
        if name in own:
            return own[name]
        possible = scores_of(known())
        if name in possible:
            return possible[name].of(Known(known().__getitem__))
        there = ", ".join([*own, *possible]) or "none"
        raise InputError(
            f"There is no score '{name}' here: give it in scores, or take one of these: {there}.",
            field="scores",
        )

    return read


def _numbers(features: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(features)
    if values.dtype.kind not in "biuf":
        raise InputError(f"The features are {values.dtype} values: give real numbers.", field="features")
    wide = values.astype(np.float64)
    with np.errstate(over="ignore"):
        odd = np.flatnonzero(~np.isfinite(np.square(wide).reshape(len(wide), -1)).all(axis=1))
    if len(odd):
        raise InputError(
            f"The features of row {odd[0]} are NaN, infinite or too large: give finite numbers.",
            field="features",
        )
    return wide


def _require_kernel(matrix: MatrixLike | None) -> None:
    """Refuse an array that has what no kernel has on its diagonal."""
    if matrix is None or hasattr(matrix, "block"):
        return
    values = np.asarray(matrix)
    if values.ndim == 2 and values.dtype.kind in "fiu" and len(values):
        require_diagonal(values)
