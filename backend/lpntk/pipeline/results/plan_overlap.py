"""How far pruning strategies agree on what goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.short import Short
from lpntk.pipeline.results import plans
from lpntk.pipeline.results.results import Results

FEWEST, MOST = 2, 8


@dataclass(frozen=True, eq=False, repr=False)
class PlanOverlap(Short):
    """Plans of one share beside each other.

    Attributes
    ----------
    strategies, keep, seed
        Of S plans.
    pruned
        (S,) int64: how many samples each drops.
    overlap
        (S, S) float64: of the samples that one of two plans drops, the share that both drop (Jaccard); 1
        where neither drops any.
    expected
        What that is of two random plans that drop as many as the first two, on average, about.
    only_first, only_second
        int64 indices: what the first plan drops and the second keeps, and the other way round, those that go
        first at the front.
    per_class
        (K, 2) int64: how many of each class are in the one and in the other.
    """

    strategies: tuple[str, ...]
    keep: float
    seed: int
    pruned: NDArray[np.int64]
    overlap: NDArray[np.float64]
    expected: float
    only_first: NDArray[np.int64]
    only_second: NDArray[np.int64]
    per_class: NDArray[np.int64]

    @property
    def words(self) -> str:
        """How far the first two agree, in a sentence for a person."""
        first, second = self.strategies[:2]
        agreed = float(self.overlap[0, 1])
        if not self.pruned[:2].any():
            return f"Neither {first} nor {second} drops a sample."
        if len(self.only_first) + len(self.only_second) == 0:
            return f"{first} and {second} drop the same samples."
        than = "more than" if agreed > self.expected + 0.02 else "less than"
        if abs(agreed - self.expected) <= 0.02:
            than = "about as much as"
        return (
            f"{first} and {second} agree on {agreed:.0%} of what either drops, {than} two random plans would "
            f"({self.expected:.0%})."
        )


def compare(results: Results, strategies: Sequence[str], keep: float, seed: int = 0) -> PlanOverlap:
    """The plans of two to eight strategies at the same share.

    Raises
    ------
    InputError
        For fewer or more, one twice, an unknown one, or a share outside (0, 1].
    """
    names = tuple(strategies)
    if not FEWEST <= len(names) <= MOST or len(set(names)) < len(names):
        raise InputError(
            f"The strategies to compare are {', '.join(names) or 'none'}: give {FEWEST} to {MOST}, "
            "each once.",
            field="strategy",
        )
    made = [plans.plan(results, name, keep, seed) for name in names]
    count = len(results.indices)
    goes = np.stack([np.isin(results.indices, plan.pruned) for plan in made])
    pruned = goes.sum(axis=1)
    both = goes.astype(np.float64) @ goes.T.astype(np.float64)
    either = pruned[:, None] + pruned - both
    first, second = pruned[0] / count, pruned[1] / count
    together = first + second - first * second
    only = [_only(made[one].order, goes[one] & ~goes[1 - one], results.indices) for one in (0, 1)]
    classes = len(results.class_names)
    of = [
        np.bincount(results.labels[np.searchsorted(results.indices, some)], minlength=classes)
        for some in only
    ]
    return PlanOverlap(
        strategies=names,
        keep=keep,
        seed=seed,
        pruned=pruned,
        overlap=np.divide(both, either, out=np.ones_like(both), where=either > 0),
        expected=float(first * second / together) if together else 1.0,
        only_first=only[0],
        only_second=only[1],
        per_class=np.stack(of, axis=1),
    )


def _only(
    order: NDArray[np.int64], chosen: NDArray[np.bool_], indices: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The indices of the chosen rows, in a plan's order."""
    return order[chosen[np.searchsorted(indices, order)]]
