"""Work in the background and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lpntk.domain.durations import roughly

ANALYSIS = "analysis"
"""The kind of job that computes an analysis; see `lpntk.pipeline.jobs.work` for all there are."""

EMBEDDING = "embedding"
"""The kind that compares an embedding of a person's own with the kernel; its request names the `column`."""
WITHOUT_MODEL = frozenset({EMBEDDING})
"""Kinds that any process can do, also of an analysis whose model and data only one process was given."""


class JobState(StrEnum):
    """queued -> running -> done | failed | cancelled | prepared; all but a done job may be queued again.

    A prepared analysis has all that others need who compute its kernel in shards.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PREPARED = "prepared"


STOPPED = (JobState.FAILED, JobState.CANCELLED, JobState.PREPARED)
"""What has ended before it was done, and goes on when somebody says so."""


class Stage(StrEnum):
    """The stages of an analysis in their order."""

    DATA = "data"
    LEARNING = "learning"
    KERNEL = "kernel"
    CLUSTERS = "clusters"
    MAP = "map"
    EVIDENCE = "evidence"
    SCORES = "scores"


@dataclass(frozen=True)
class JobProgress:
    """How far a running job is.

    Attributes
    ----------
    stage
        What it is at: of an analysis a `Stage`, of another kind of job a word of that kind's.
    done, total
        In units of `unit`; `total` 0 where it is not known.
    unit
        "samples", "tiles", "epochs" and so on.
    rate
        Units a second in this run; None until something is done.
    remaining
        Seconds left in this stage; None until it can be told.
    left
        That in words, such as "about 2 min left"; None where it is.
    """

    stage: str
    done: int
    total: int
    unit: str
    rate: float | None = None
    remaining: float | None = None

    @property
    def left(self) -> str | None:
        """`remaining` in words, as roughly as it is known."""
        return None if self.remaining is None else f"about {roughly(self.remaining)} left"
