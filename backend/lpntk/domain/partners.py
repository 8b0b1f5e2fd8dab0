"""How many others a sample has of a relation at a threshold: counted, or estimated with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain.kernel import HISTOGRAM_BINS
from lpntk.domain.relations import RelationRule

# Of a normal distribution 95 % lie within so many standard deviations.
_DEVIATIONS = 1.959964
_ROUNDING = 1e-9
_MIDDLES = (np.arange(HISTOGRAM_BINS) + 0.5) * (2 / HISTOGRAM_BINS) - 1


@dataclass(frozen=True, eq=False)
class PartnerCounts:
    """How many others of some samples have a relation to each.

    Attributes
    ----------
    count
        (n,) int64: the number, or the best guess.
    low, high
        (n,) int64: where it is within, in 95 of 100 cases; both are `count` where it was counted.
    """

    count: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def count_partners(
    rule: RelationRule,
    threshold: float | None,
    *,
    listed: NDArray[Any],
    is_whole: ArrayLike,
    reach: ArrayLike,
    histogram: NDArray[np.integer],
    others: int,
) -> PartnerCounts:
    """The number of others whose similarity counts as a relation, of each of n samples.

    Two things are known of a sample: its strongest neighbours one by one, and of m of its N others, drawn at
    random, how many similarities lie in each bin. Let L be how many of the listed hold, h how many of the m,
    whose bins count where their middle holds.

    - Where the list reaches past the threshold, that is, `reach` does not hold any more, and everything up
      to there is in `listed`, whatever holds is listed: the count is L.
    - Else, where all were compared (m = N), it is the larger of L and h.
    - Else it is N h / m, rounded, and its interval is Wilson's of a share (1927) with the correction for
      drawing without replacement: with p = h / m, z = 1.96 and m' = m (N - 1) / (N - m),
      (p + z^2 / 2m' +- z sqrt(p (1 - p) / m' + z^2 / 4m'^2)) / (1 + z^2 / m'), times N, rounded outwards.
      What is known for certain bounds all three: they are at least L and h, and at most N - (m - h).

    Parameters
    ----------
    rule, threshold
        When a similarity counts; None is the relation's default.
    listed
        (n, k) float: similarities of neighbours; NaN where there are fewer.
    is_whole
        (n,) bool: whether `listed` is all that is known one by one; else it is the beginning of that.
    reach
        (n,) float: the similarity of the last neighbour that was searched for among all others, by what
        searched; NaN where not all were searched.
    histogram
        (n, HISTOGRAM_BINS): of the m that each was compared with.
    others
        N.
    """
    holds = rule.holds(listed, threshold)
    sure = holds.sum(axis=1)
    ends = np.asarray(is_whole) | (~holds & ~np.isnan(listed)).any(axis=1)
    reaches = np.asarray(reach, dtype=np.float64)
    complete = ends & ~np.isnan(reaches) & ~rule.holds(reaches, threshold)
    compared = histogram.sum(axis=1)
    found = count_binned(rule, threshold, histogram)
    least = np.maximum(sure, found)
    most = np.maximum(others - (compared - found), least)
    share = found / np.maximum(compared, 1)
    lowest, highest = _wilson(share, compared, others)

    def within(estimate: NDArray[np.float64]) -> NDArray[np.int64]:
        known = np.where(compared >= others, least, np.clip(estimate, least, most))
        return np.where(complete, sure, known).astype(np.int64)

    return PartnerCounts(
        count=within(np.rint(others * share)),
        low=within(np.floor(others * lowest + _ROUNDING)),
        high=within(np.ceil(others * highest - _ROUNDING)),
    )


def count_binned(
    rule: RelationRule, threshold: float | None, histogram: NDArray[np.integer]
) -> NDArray[np.integer]:
    """How many similarities count as a relation, by the middles of their bins.

    Parameters
    ----------
    histogram
        (…, HISTOGRAM_BINS).
    """
    found: NDArray[np.integer] = histogram[..., rule.holds(_MIDDLES, threshold)].sum(axis=-1)
    return found


def _wilson(
    share: NDArray[np.float64], compared: NDArray[np.integer], others: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends of the interval of a share, each (n,) in [0, 1]."""
    left = np.maximum(others - compared, _ROUNDING)
    drawn = np.maximum(compared, _ROUNDING) * max(others - 1, 1) / left
    squared = _DEVIATIONS**2 / drawn
    middle = (share + squared / 2) / (1 + squared)
    half = np.sqrt(share * (1 - share) * squared + squared**2 / 4) / (1 + squared)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
