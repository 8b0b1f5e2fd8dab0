"""What to keep, what to drop, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import is_number
from lpntk.domain.errors import InputError, NotFoundError
from lpntk.domain.short import Short

KEPT_BY_HAND, DROPPED_BY_HAND = "kept by hand", "dropped by hand"
"""Why a sample stays or goes whatever a strategy makes of it."""

_NONE: NDArray[np.int64] = np.empty(0, dtype=np.int64)


class Side(StrEnum):
    """Which samples of a plan."""

    KEPT = "kept"
    PRUNED = "pruned"


def require_share(keep: Any) -> None:
    """InputError if it is no share of the samples that can stay."""
    if not is_number(keep) or not 0 < keep <= 1:
        raise InputError(f"keep is {keep!r}: give a share above 0 and at most 1.", field="keep")


class Reasons(Sequence[str]):
    """Sentences that are made when somebody reads them.

    Parameters
    ----------
    count
        How many there are.
    explain
        From (n,) int64 places to the sentences there.
    """

    def __init__(self, count: int, explain: Callable[[NDArray[np.int64]], Sequence[str]]) -> None:
        self._count, self._explain = count, explain

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        chosen = np.arange(self._count)[place]
        return self.at(chosen) if isinstance(place, slice) else self.at(chosen[None])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.at(np.arange(self._count)))

    def at(self, places: NDArray[np.int64]) -> Sequence[str]:
        """Those at some places, made together."""
        return self._explain(places) if len(places) else ()


@dataclass(frozen=True, eq=False, repr=False)
class PruningPlan(Short):
    """Which samples stay and which go.

    All sample numbers are indices (positions in the original data set).

    Attributes
    ----------
    strategy, keep, seed
        What made it: the strategy's name, the share to keep in (0, 1], and the seed.
    kept, pruned
        int64, sorted, disjoint, together every sample.
    order
        (N,) int64: every sample in the order in which it goes as the share falls; the first len(pruned)
        are the pruned ones.
    score
        (N,) float64, by row (the order of the analysis's samples): the number that the strategy ranks by,
        higher stays; NaN where the strategy has none.
    reasons
        For each of `pruned`, in its order, a sentence for a person.
    stay, go
        int64, sorted: those that a person keeps or drops whatever the strategy makes of them.
    """

    strategy: str
    keep: float
    seed: int
    kept: NDArray[np.int64]
    pruned: NDArray[np.int64]
    order: NDArray[np.int64]
    score: NDArray[np.float64]
    reasons: Sequence[str]
    stay: NDArray[np.int64] = field(default_factory=_NONE.copy)
    go: NDArray[np.int64] = field(default_factory=_NONE.copy)

    def why(self, indices: Sequence[int]) -> list[str]:
        """The reasons of some samples that go, in their order. NotFoundError for one that does not."""
        places = np.searchsorted(self.pruned, indices)
        for index, place in zip(indices, places.tolist(), strict=True):
            if place == len(self.pruned) or self.pruned[place] != index:
                raise NotFoundError(
                    f"Sample {index} is not dropped by {self.strategy} at a share of {self.keep:g}, so there "
                    "is no reason why."
                )
        if isinstance(self.reasons, Reasons):
            return list(self.reasons.at(places))
        return [self.reasons[place] for place in places.tolist()]

    @property
    def is_by_hand(self) -> bool:
        """Whether a person had a say in it, so that it is not what the strategy makes alone."""
        return len(self.stay) + len(self.go) > 0

    def by_hand(self, stay: Iterable[int] = (), go: Iterable[int] = ()) -> PruningPlan:
        """The same plan but for samples that stay or go by hand, which are none of the share's business.

        Those that go by hand go first, those that stay by hand last.

        Raises
        ------
        InputError
            If a sample is to stay and to go.
        NotFoundError
            If there is no such sample.
        """
        stays, goes = (self._known(some) for some in (stay, go))
        if not len(stays) + len(goes):
            return self
        both = np.intersect1d(stays, goes)
        if len(both):
            raise InputError(f"Sample {both[0]} is to stay and to go: leave it out of one list.", field="go")
        pruned = np.union1d(np.setdiff1d(self.pruned, stays), goes)
        turn = np.isin(self.order, stays).astype(np.int8) - np.isin(self.order, goes)
        # Within these three the plan's own turn counts, of whom it drops before whom it keeps.
        order = self.order[np.argsort(turn, kind="stable")]

        def explain(places: NDArray[np.int64]) -> list[str]:
            by_plan = ~np.isin(pruned[places], goes)
            reasons = np.full(len(places), DROPPED_BY_HAND, dtype=object)
            reasons[by_plan] = self.why(pruned[places][by_plan].tolist())
            return reasons.tolist()

        return replace(
            self,
            kept=np.setdiff1d(self.order, pruned),
            pruned=pruned,
            order=order,
            reasons=Reasons(len(pruned), explain),
            stay=stays,
            go=goes,
        )

    def _known(self, indices: Iterable[int]) -> NDArray[np.int64]:
        chosen = np.unique(np.fromiter(indices, dtype=np.int64))
        unknown = chosen[~np.isin(chosen, self.order)] if len(chosen) else chosen
        if len(unknown):
            raise NotFoundError(f"There is no sample {unknown[0]} in this plan's analysis.")
        return chosen

    def settled(self) -> PruningPlan:
        """The same plan with all its reasons made, which needs nothing else any more."""
        return replace(self, reasons=tuple(self.reasons))
