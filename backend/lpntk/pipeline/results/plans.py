"""Pruning plans of a finished analysis."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, Neighbours, PruningPlan, Relation
from lpntk.domain.pruning import require_share
from lpntk.pipeline.results import own_columns, scores, yours
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import ClassCount
from lpntk.pruning import Material, Order, Strategy, material_of, order_of, strategy_of
from lpntk.scores import SCORES
from lpntk.store import structure, summaries
from lpntk.store.kernel_matrix import StoredMatrix
from lpntk.structure import farthest_point_clusters

_LARGEST_SEED = 2**32 - 1
_MATRIX_BYTES = 256 << 20


def plan(results: Results, strategy: str, keep: float, seed: int = 0) -> PruningPlan:
    """What a strategy keeps and drops at the share `keep`.

    Its reasons are made when somebody reads them, which must be before `results` are closed.

    Raises
    ------
    InputError
        For an unknown strategy or a share outside (0, 1].
    """
    found = order(results, strategy, keep, seed)
    return found.plan(_material(results, found.strategy, seed), keep)


def order(results: Results, strategy: str, keep: float, seed: int = 0) -> Order:
    """Who goes when by a strategy: at every share where it is nested, else at `keep`. InputError as `plan`.

    It is remembered for the requests after this one.
    """
    require_share(keep)
    chosen = strategy_of(strategy)
    if not 0 <= seed <= _LARGEST_SEED:
        raise InputError(f"seed is {seed}: it must be between 0 and {_LARGEST_SEED}.", field="seed")
    share = None if chosen.nested else keep
    return results.recall(
        ("order", chosen.name, seed, share, yours.version(results)),
        lambda: order_of(chosen, _material(results, chosen, seed), keep),
    )


def _material(results: Results, strategy: Strategy, seed: int) -> Material:
    return material_of(
        strategy,
        labels=results.labels,
        indices=results.indices,
        cluster=farthest_point_clusters,
        seed=seed,
        **_known(results, strategy),
    )


def by_class(results: Results, plan: PruningPlan) -> tuple[ClassCount, ...]:
    """How many samples of each class a plan keeps and drops."""
    goes = np.isin(results.indices, plan.pruned)
    names = results.class_names
    pruned = np.bincount(results.labels[goes], minlength=len(names)).tolist()
    kept = np.bincount(results.labels[~goes], minlength=len(names)).tolist()
    return tuple(
        ClassCount(label, name, stay + go, stay, go)
        for label, (name, stay, go) in enumerate(zip(names, kept, pruned, strict=True))
    )


def _numbers(results: Results, name: str) -> NDArray[Any]:
    """A score, or a column of numbers of a person's own."""
    if name not in SCORES and yours.has(results, name):
        return yours.numbers(results, name)
    return scores.column(results, name)


class _StoredSummary:
    """A summary of which only that is read that is asked for: of many samples the whole is large."""

    def __init__(self, results: Results) -> None:
        self._results = results

    @property
    def self_kernel(self) -> NDArray[np.float32]:
        return self._results.column("self_kernel")

    @property
    def self_max(self) -> NDArray[np.bool_]:
        return self._results.column("self_max")

    @property
    def class_means(self) -> NDArray[np.float32]:
        return self._results.column("class_means")

    @property
    def interchangeable(self) -> Neighbours:
        return summaries.neighbours(self._results.session, self._results.id, Relation.INTERCHANGEABLE)


def _known(results: Results, strategy: Strategy) -> dict[str, Any]:
    """What the strategy reads and words its reasons by."""
    session, needs = results.session, strategy.needs
    known: dict[str, Any] = {"excluded": results.kernel.excluded}
    if strategy.reads_kernel:
        known["summary"] = _StoredSummary(results)
    if "farthest points" in needs:
        known["farthest_points"] = structure.farthest_points(session, results.id, results.labels)
    if "clustering" in needs:
        known["clustering"] = results.clustering
    if "geometry" in needs:
        known["features"] = results.features()
    if strategy.scores:
        known["scores"] = partial(_numbers, results)
    if strategy.embedding is not None:
        known["vectors"] = own_columns.vectors(results, strategy.embedding)
    if strategy.wants_matrix and results.kernel.keeps_matrix:
        known["matrix"] = StoredMatrix(results.reading, results.id, _MATRIX_BYTES)
    return known
