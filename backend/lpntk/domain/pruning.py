"""What to keep, what to drop, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import is_number
from lpntk.domain.errors import InputError, NotFoundError


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


@dataclass(frozen=True, eq=False)
class PruningPlan:
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
    """

    strategy: str
    keep: float
    seed: int
    kept: NDArray[np.int64]
    pruned: NDArray[np.int64]
    order: NDArray[np.int64]
    score: NDArray[np.float64]
    reasons: Sequence[str]

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

    def settled(self) -> PruningPlan:
        """The same plan with all its reasons made, which needs nothing else any more."""
        return replace(self, reasons=tuple(self.reasons))
