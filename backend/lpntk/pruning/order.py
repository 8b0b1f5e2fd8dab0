"""The order in which a strategy has samples go, from which the plans at other shares follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import PruningPlan
from lpntk.domain.pruning import Reasons
from lpntk.pruning.material import Material
from lpntk.pruning.shares import leaves_at, number_staying
from lpntk.pruning.strategy import ClassRanking, Ranking, Strategy

_NOTHING_KNOWN = "left out of the kernel, having no finite gradient: nothing is known of what it resembles"


@dataclass(frozen=True, eq=False)
class Order:
    """Who goes when.

    Attributes
    ----------
    strategy, seed
        What made it.
    keep
        The one share that it is for; None where it is for every share, since the strategy is nested.
    ranking
        What the strategy made of the samples.
    rows
        (N,) int64: all rows in the order in which they go as the share falls.
    """

    strategy: Strategy
    seed: int
    keep: float | None
    ranking: Ranking
    rows: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """About what it takes in memory: the order, and a few numbers a sample to rank and to explain by."""
        return 5 * self.rows.nbytes

    def going(self, keep: float) -> int:
        """How many go at a share: the first of the order."""
        return len(self.rows) - number_staying(keep, [group.inside for group in self.ranking.classes])

    def plan(self, material: Material, keep: float) -> PruningPlan:
        """The plan at a share, whose reasons are made when somebody reads them.

        Parameters
        ----------
        material
            Of the same samples.
        keep
            The share that stays; the order's own where it is for one alone.
        """
        assert self.keep in (None, keep), "an order of one share says nothing of another"
        stays = np.ones(len(self.rows), dtype=np.bool_)
        stays[self.rows[: self.going(keep)]] = False
        pruned = np.flatnonzero(~stays)
        explain = self.ranking.explain
        return PruningPlan(
            strategy=self.strategy.name,
            keep=keep,
            seed=self.seed,
            kept=material.indices[stays],
            pruned=material.indices[pruned],
            order=material.indices[self.rows],
            score=self._score,
            reasons=Reasons(len(pruned), lambda places: explain(material, pruned[places], stays)),
        )

    @property
    def _score(self) -> NDArray[np.float64]:
        if self.ranking.score is not None:
            return self.ranking.score
        place = np.empty(len(self.rows))
        for group in self.ranking.classes:
            place[group.going] = np.arange(len(group.going)) / len(group.going)
        return place


def order_of(strategy: Strategy, material: Material, keep: float) -> Order:
    """The order by a strategy, at every share where it is nested, else at this one."""
    ranking = strategy.rank(material, keep)
    if strategy.reads_kernel and material.excluded.any():
        ranking = _excluded_first(ranking, material)
    rows = _in_order(ranking.classes)
    return Order(strategy, material.seed, None if strategy.nested else keep, ranking, rows)


def _excluded_first(ranking: Ranking, material: Material) -> Ranking:
    """The same ranking, but samples of which the kernel knows nothing go before all others.

    With a kappa of 0 they would pass for the least similar of all, which many strategies keep.
    """
    out = material.excluded

    def reorder(group: ClassRanking) -> ClassRanking:
        return ClassRanking(group.going[np.argsort(~out[group.going], kind="stable")], group.outside)

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        reasons = np.full(len(rows), _NOTHING_KNOWN, dtype=object)
        known = ~out[rows]
        if known.any():
            reasons[known] = ranking.explain(material, rows[known], stays)
        return reasons.tolist()

    return Ranking([reorder(group) for group in ranking.classes], explain, ranking.score)


def _in_order(classes: list[ClassRanking]) -> NDArray[np.int64]:
    """Every row in the order in which it goes as the share falls, and nothing else decides on it."""
    rows = np.concatenate([group.going for group in classes])
    owner = np.repeat(np.arange(len(classes)), [len(group.going) for group in classes])
    shares = [np.r_[np.full(group.outside, np.inf), leaves_at(group.inside)] for group in classes]
    return rows[np.lexsort((-owner, -np.concatenate(shares)))]
