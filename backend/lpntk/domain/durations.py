"""How long something takes, for people and as roughly as it is known."""

from __future__ import annotations

import math

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400
_NAMES = {SECOND: "s", MINUTE: "min", HOUR: "h", DAY: "days"}
# Between less distant ends nothing is said of them.
CLOSE = 1.6


def roughly(seconds: float) -> str:
    """A length of time, rounded: "5 s", "35 s", "2 min", "2.5 h", "3 days"."""
    unit = _unit(seconds)
    return f"{_number(seconds, unit)} {_NAMES[unit]}"


def between(low: float, high: float) -> str:
    """A length of time between two: "about 2 min", "between 3 and 8 min", "between 50 s and 2 min"."""
    middle, ends = roughly(math.sqrt(low * high)), (roughly(low), roughly(high))
    if high <= CLOSE * low or ends[0] == ends[1]:
        return f"about {middle}"
    (small, small_unit), (large, large_unit) = (end.split() for end in ends)
    if small_unit == large_unit:
        return f"between {small} and {large} {large_unit}"
    return f"between {ends[0]} and {ends[1]}"


def _unit(seconds: float) -> int:
    return next(
        unit
        for unit, most in ((SECOND, 55), (MINUTE, 59 * MINUTE), (HOUR, 47 * HOUR), (DAY, math.inf))
        if seconds <= most
    )


def _number(seconds: float, unit: int) -> str:
    if unit == SECOND:
        return str(max(5, 5 * math.ceil(seconds / 5)))
    if unit == HOUR:
        return f"{seconds / HOUR:.1f}".removesuffix(".0")
    return f"{max(1, round(seconds / unit)):,}"
