"""What an analysis will take, before it is begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lpntk.domain.durations import between

# How far what is tried for a moment is off, and how far where much more follows than was tried.
SPREAD, SPREAD_OF_LONG, LONG_SECONDS = 1.25, 1.6, 120
# From so many others that want each processor on it is worth saying.
BUSY = 0.5


@dataclass(frozen=True)
class CrewSize:
    """How many workers a cluster holds.

    Attributes
    ----------
    workers
        How many there are.
    threads
        Of each; 0 where each has a GPU.
    shards
        How many parts the work is divided into.
    """

    workers: int
    threads: int
    shards: int


@dataclass(frozen=True)
class Estimate:
    """What an analysis will take on this machine.

    Attributes
    ----------
    samples, parameters
        N, and how many numbers the kernel is taken over.
    method
        "exact" or "sketch".
    memory_budget, memory_bytes
        What it may take, and what features, passes, summaries and tiles will hold at most; the program itself
        comes on top.
    memory_for_all
        The budget with which no features would have to be computed again or kept on disk; None where this one
        is enough.
    matrix_bytes
        What the stored matrix, or the sketch, takes in the database.
    keeps_matrix
        Whether the matrix is stored; it is not if it is larger than the storage budget.
    beside_width, beside_bytes
        Of the sketch that is kept beside an exact kernel whose matrix is not: how many numbers it has of a
        sample, and what it takes in the database; 0 where none is kept.
    scratch_bytes
        What features take on disk while the kernel is computed; 0 where they stay in memory or are computed
        again.
    passes
        How many forward and backward passes there are, of one sample each.
    multiply_adds
        How many multiply-adds the products of features take.
    arithmetic
        In which arithmetic that is, and what a trial found of it.
    stages
        Seconds of each stage, by its name, from trying each part of the work for a moment.
    others
        How many other programs wanted each processor meanwhile: without them it takes that much less.
    other_seconds
        What the kernel would take by the other method; None where that cannot be, or is not worth asking.
    without_rule
        Parameters whose gradients no layer rule gives: they are taken one by one.
    crew
        Who computes the kernel; None for this machine.
    """

    samples: int
    parameters: int
    method: str
    memory_budget: int
    memory_bytes: int
    memory_for_all: int | None
    matrix_bytes: int
    keeps_matrix: bool
    beside_width: int
    beside_bytes: int
    scratch_bytes: int
    passes: int
    multiply_adds: int
    arithmetic: str
    stages: Mapping[str, float]
    others: float
    other_seconds: float | None
    without_rule: tuple[str, ...]
    crew: CrewSize | None = None

    @property
    def seconds(self) -> float:
        """The whole analysis."""
        return sum(self.stages.values())

    @property
    def low(self) -> float:
        """As soon as it may be there: nobody else computes any more."""
        return self.seconds / self._spread / (1 + self.others)

    @property
    def high(self) -> float:
        """As long as it may take."""
        return self.seconds * self._spread

    @property
    def is_busy(self) -> bool:
        """Whether others were computing, so that little can be said."""
        return self.others >= BUSY

    @property
    def time(self) -> str:
        """How long all of it takes: "about 2 min", "between 3 and 8 min"."""
        return between(self.low, self.high)

    @property
    def _spread(self) -> float:
        return SPREAD if self.seconds < LONG_SECONDS else SPREAD_OF_LONG
