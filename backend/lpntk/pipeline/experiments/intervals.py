"""Whether repeated measurements lie on the side that a claim says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lpntk.domain.experiment import Verdict

FEWEST = 3
"""Repetitions below which nothing is decided."""


@dataclass(frozen=True)
class Interval:
    """A mean over repetitions with its 95 % interval by Student's t; NaN ends where there are too few."""

    mean: float
    low: float
    high: float
    count: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough repetitions for an interval to mean something."""
        return self.count >= FEWEST

    def words(self, digits: int = 2) -> str:
        """ "-0.81 (95 % interval -0.93 to -0.69)"."""
        if not self.is_enough:
            return f"{self.mean:.{digits}f}"
        return f"{self.mean:.{digits}f} (95 % interval {self.low:.{digits}f} to {self.high:.{digits}f})"


def interval(values: Sequence[float], within: tuple[float, float] = (-np.inf, np.inf)) -> Interval:
    """The mean of independent repetitions, and how sure it is; its ends are cut at what there can be."""
    known = np.array([value for value in values if value is not None and np.isfinite(value)], dtype=float)
    if len(known) == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if len(known) < 2:
        return Interval(mean, np.nan, np.nan, len(known))
    from scipy.stats import t

    half = float(t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)))
    low, high = np.clip([mean - half, mean + half], *within).tolist()
    return Interval(mean, low, high, len(known))


def verdict(of: Interval, *, above: bool, bound: float = 0.0) -> Verdict:
    """Seen where the whole interval lies on the claim's side of the bound, not seen where the mean does not.

    Undecided in between, and where there are too few repetitions.
    """
    low, mean = (of.low, of.mean) if above else (-of.high, -of.mean)
    bound = bound if above else -bound
    if not of.is_enough or np.isnan(mean):
        return Verdict.UNDECIDED
    if low > bound:
        return Verdict.SEEN
    return Verdict.NOT_SEEN if mean <= bound else Verdict.UNDECIDED


def all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Of a claim with several parts: seen if all are, not seen if one is not."""
    if all(one is Verdict.SEEN for one in verdicts):
        return Verdict.SEEN
    return Verdict.NOT_SEEN if Verdict.NOT_SEEN in verdicts else Verdict.UNDECIDED


def rounded(value: float | None, digits: int = 3) -> float | None:
    """As a table has it; None for what is no number."""
    return None if value is None or not np.isfinite(value) else round(float(value), digits)
