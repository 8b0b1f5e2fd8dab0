"""Pruning of samples that a person brings as plain arrays."""

from __future__ import annotations

from numpy.typing import ArrayLike

from lpntk import pruning
from lpntk.domain import Clustering, FarthestPoints, KernelSummary, PruningPlan, TrainingTrace
from lpntk.domain.arrays import MatrixLike
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
        One of `lpntk.pruning.STRATEGIES`; its `needs` say which of the following it reads.
    keep
        The share that stays, above 0 and at most 1.
    labels
        (N,) whole numbers from 0.
    matrix
        (N, N) symmetric kernel matrix, or a `KernelMatrix`. It stands in for a missing summary, farthest
        points or clustering (then around a tenth of each class).
    summary, farthest_points, clustering, trace
        What is known of the samples, by row. Farthest points stand in for a missing clustering.
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
    return pruning.prune(
        strategy,
        keep,
        labels=labels,
        cluster=farthest_point_clusters,
        matrix=matrix,
        summary=summary,
        farthest_points=farthest_points,
        clustering=clustering,
        trace=trace,
        excluded=excluded,
        seed=seed,
        indices=indices,
    )
