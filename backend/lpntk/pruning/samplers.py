"""From one number a sample to the order in which a class goes: who is drawn, given what each is worth.

A sampler knows nothing of where the numbers are from. `worth` is higher for what should stay; where it is
NaN nothing speaks against a sample, which stays longest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import count_of_share

STRATA = 50
_CUT_AT = ([0.1, 0.2, 0.3, 0.5, 1.0], [0.3, 0.1, 0.1, 0.0, 0.0])


@dataclass(frozen=True)
class Sampler:
    """A rule for who stays, given what each sample is worth.

    Attributes
    ----------
    name, description
        What it is called in requests, and what it does, after "keeps".
    order
        From (n,) float64 worth and a generator to (n,) int64 positions, the one that goes first at the front.
    draws
        Whether it draws at random.
    cut
        From the share that stays to the share of a class, the most extreme, that goes before anybody is
        drawn; None: nobody does, whatever the share.
    """

    name: str
    description: str
    order: Callable[[NDArray[np.float64], np.random.Generator], NDArray[np.int64]]
    draws: bool
    cut: Callable[[float], float] | None = None

    def cut_off(self, keep: float) -> float:
        """The share of a class that goes before anybody is drawn where so much stays."""
        return 0.0 if self.cut is None else self.cut(keep)

    def ordered(
        self, worth: NDArray[np.float64], keep: float, generator: np.random.Generator
    ) -> tuple[NDArray[np.int64], int]:
        """As `order` of a class, those that are cut off at the front, and how many these are."""
        share = self.cut_off(keep)
        cut = count_of_share(share, len(worth)) if share * len(worth) >= 1 else 0
        if cut == 0:
            return self.order(worth, generator), 0
        extreme_first = np.argsort(-worth, kind="stable")
        hardest, others = extreme_first[:cut], np.sort(extreme_first[cut:])
        return np.concatenate([hardest, others[self.order(worth[others], generator)]]), cut


def share_cut(keep: float) -> float:
    """The share of a class that is cut off at the extreme end before strata are drawn from.

    Nothing while half or more stays, and 30 % where a tenth does: about what Zheng et al. (2023) found best
    for CIFAR-10.
    """
    return float(np.interp(keep, *_CUT_AT))


def _best(worth: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.int64]:
    # Where many have the same number, who lies first in the data must not be who goes.
    shuffled = generator.permutation(len(worth))
    return shuffled[np.argsort(worth[shuffled], kind="stable")]


def _stratified(worth: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.int64]:
    """Who was drawn late in a full stratum goes first, which levels the strata."""
    stratum = strata(worth)
    shuffled = generator.permutation(len(worth))
    by_stratum = shuffled[np.argsort(stratum[shuffled], kind="stable")]
    firsts = np.searchsorted(stratum[by_stratum], stratum[by_stratum])
    drawn = np.empty(len(worth), dtype=np.int64)
    drawn[by_stratum] = np.arange(len(worth)) - firsts
    return shuffled[np.argsort(-drawn[shuffled], kind="stable")]


def strata(worth: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) int64: which of `STRATA` equally wide parts of its range each number lies in; NaN in the last."""
    known = np.isfinite(worth)
    if not known.any():
        return np.zeros(len(worth), dtype=np.int64)
    low, high = worth[known].min(), worth[known].max()
    width = (high - low) or 1.0
    inside = np.where(known, (worth - low) / width, 1.0)
    return np.minimum((inside * STRATA).astype(np.int64), STRATA - 1)


SAMPLERS: dict[str, Sampler] = {
    one.name: one
    for one in (
        Sampler("class", "those of each class that are furthest to that end", _best, draws=False),
        Sampler("stratified", "as many from each part of its range as there are", _stratified, draws=True),
        Sampler(
            "coverage",
            "as many from each part of its range, but for the most extreme of that end",
            _stratified,
            draws=True,
            cut=share_cut,
        ),
    )
}
"""All samplers by name."""
