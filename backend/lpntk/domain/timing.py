"""How long a piece of work takes here: what estimates are made of."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object]) -> float:
    """The seconds that it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def shortest(work: Callable[[], object], times: int = 3) -> float:
    """The fewest seconds of several times, which leaves out set-up and what else the machine does."""
    return min(seconds_of(work) for _ in range(times))
