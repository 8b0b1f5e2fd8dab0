"""From a strategy and a share to a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import (
    Clusterer,
    Clustering,
    FarthestPoints,
    InputError,
    KernelSummary,
    PruningPlan,
)
from lpntk.domain.arrays import (
    MatrixLike,
    as_kernel_matrix,
    as_labels,
    as_rows,
)
from lpntk.domain.pruning import require_share
from lpntk.pruning.material import Material, Summary
from lpntk.pruning.order import order_of
from lpntk.pruning.registry import STRATEGIES, strategy_of
from lpntk.pruning.strategy import WHAT_IT_IS, Need, Strategy


def prune(
    strategy: str,
    keep: float,
    *,
    labels: ArrayLike,
    cluster: Clusterer,
    matrix: MatrixLike | None = None,
    summary: KernelSummary | None = None,
    farthest_points: FarthestPoints | None = None,
    clustering: Clustering | None = None,
    scores: Callable[[str], NDArray[Any]] | None = None,
    features: NDArray[np.floating] | None = None,
    vectors: NDArray[np.float32] | None = None,
    excluded: ArrayLike = (),
    seed: int = 0,
    indices: ArrayLike | None = None,
) -> PruningPlan:
    """Say which samples stay and which go: `lpntk.prune`, whose parameters and errors these are.

    Parameters
    ----------
    cluster
        Groups the samples of each class where a strategy asks for clusters that are not given.
    scores
        Reads (N,) numbers of a score by its name, or says in an error why there are none.
    """
    require_share(keep)
    chosen = strategy_of(strategy)
    material = material_of(
        chosen,
        labels=labels,
        cluster=cluster,
        matrix=matrix,
        summary=summary,
        farthest_points=farthest_points,
        clustering=clustering,
        scores=scores,
        features=features,
        vectors=vectors,
        excluded=excluded,
        seed=seed,
        indices=indices,
    )
    return order_of(chosen, material, float(keep)).plan(material, float(keep)).settled()


def material_of(
    strategy: Strategy,
    *,
    labels: ArrayLike,
    cluster: Clusterer,
    matrix: MatrixLike | None = None,
    summary: Summary | None = None,
    farthest_points: FarthestPoints | None = None,
    clustering: Clustering | None = None,
    scores: Callable[[str], NDArray[Any]] | None = None,
    features: NDArray[np.floating] | None = None,
    vectors: NDArray[np.float32] | None = None,
    excluded: ArrayLike = (),
    seed: int = 0,
    indices: ArrayLike | None = None,
) -> Material:
    """What a strategy reads, from the parameters of `prune`, whose errors these are."""
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        raise InputError(f"seed is {seed!r}: give a whole number from 0.", field="seed")
    kernel = None if matrix is None else as_kernel_matrix(matrix)
    numbers = as_labels(labels, np.size(labels) if kernel is None else len(kernel))
    material = Material(
        labels=numbers,
        indices=_as_indices(indices, len(numbers)),
        seed=int(seed),
        excluded=_as_mask(excluded, len(numbers), farthest_points),
        cluster=cluster,
        matrix=kernel,
        summary=summary,
        farthest_points=farthest_points,
        clustering=clustering,
        scores=scores,
        features=features,
        vectors=vectors,
    )
    _require_needs(strategy, material)
    _require_fit(material)
    return material


def _as_mask(excluded: ArrayLike, count: int, points: FarthestPoints | None) -> NDArray[np.bool_]:
    mask = np.zeros(count, dtype=np.bool_)
    mask[as_rows(excluded, count, "excluded")] = True
    if points is not None and len(points.labels) == count:
        mask[points.excluded] = True
    return mask


def _as_indices(indices: ArrayLike | None, count: int) -> NDArray[np.int64]:
    if indices is None:
        return np.arange(count)
    values = np.asarray(indices)
    if values.shape != (count,) or values.dtype.kind not in "iu" or (np.diff(values) <= 0).any():
        raise InputError(
            f"The indices do not fit: give one whole number for each of the {count} samples, ascending.",
            field="indices",
        )
    return values.astype(np.int64)


def _require_needs(strategy: Strategy, material: Material) -> None:
    has_matrix = material.matrix is not None
    has_points = material.farthest_points is not None or has_matrix
    given: dict[Need, bool] = {
        "summary": material.summary is not None or has_matrix,
        "farthest points": has_points,
        "clustering": material.clustering is not None or has_points,
        "geometry": material.features is not None or has_matrix,
    }
    missing = [WHAT_IT_IS[need] for need in sorted(strategy.needs) if not given[need]]
    if strategy.scores and material.scores is None:
        missing.append("scores, or the training trace that most are made of")
    if strategy.embedding is not None and material.vectors is None:
        missing.append(f"the embedding {strategy.embedding}")
    if missing:
        possible = [
            name
            for name, other in STRATEGIES.items()
            if all(given[need] for need in other.needs) and not (other.scores and material.scores is None)
        ]
        raise InputError(
            f"The strategy '{strategy.name}' needs {' and '.join(missing)}, which is missing: "
            f"give it, or choose one of {', '.join(possible)}.",
            field="strategy",
        )


def _require_fit(material: Material) -> None:
    """Refuse a summary, clustering or features of other samples."""
    count, labels = len(material.labels), material.labels
    summary, clusters, features = material.summary, material.clustering, material.features
    vectors = material.vectors
    points = material.farthest_points
    if summary is not None and not (
        len(summary.class_means) == count and summary.class_means.shape[1] > labels.max()
    ):
        _misfit("summary", summary.class_means.shape, count)
    if points is not None and not np.array_equal(points.labels, labels):
        _misfit("farthest_points", points.labels.shape, count)
    if clusters is not None and not (
        len(clusters.assignment) == count
        and clusters.heads.max() < count
        and (labels[clusters.heads][clusters.assignment] == labels).all()
    ):
        _misfit("clustering", clusters.assignment.shape, count)
    if features is not None and (features.ndim != 2 or len(features) != count):
        _misfit("features", features.shape, count)
    if vectors is not None and (vectors.ndim != 2 or len(vectors) != count):
        _misfit("vectors", vectors.shape, count)


def _misfit(field: str, shape: tuple[int, ...], count: int) -> None:
    what = "record of farthest points" if field == "farthest_points" else field
    raise InputError(
        f"The {what}, of shape {shape}, is not of these {count} samples and their labels: "
        "give what was made from the same samples.",
        field=field,
    )
