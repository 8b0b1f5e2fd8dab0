"""One attempt at an analysis: the right to write, the material, the clock and the ear of whoever watches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from lpntk.domain import (
    AnalysisRequest,
    Cancelled,
    Dataset,
    InputError,
    JobProgress,
    JobState,
    LpntkError,
    Progress,
    Stage,
)
from lpntk.pipeline.progress import Reporter
from lpntk.store import analyses, datasets, jobs
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.pipeline.material import Material

log = logging.getLogger(__name__)


class Run:
    """What a stage is given.

    Parameters
    ----------
    lease
        The job that this process has claimed.
    material
        Samples and classifier.
    clock
        Seconds since 1970.
    check
        Called often; raises what should stop the run.
    tell
        Told how far it is.
    """

    def __init__(
        self,
        database: Database,
        lease: jobs.Lease,
        material: Material,
        *,
        clock: Callable[[], float],
        check: Callable[[], None],
        tell: Callable[[JobProgress], None],
    ) -> None:
        self.database, self.material = database, material
        self.analysis_id = lease.analysis_id
        self.request: AnalysisRequest = self.record().request
        self._lease, self._clock, self._check, self._tell = lease, clock, check, tell
        self._lap_began = clock()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    def check(self) -> None:
        """Raise what should stop the run."""
        self._check()

    def record(self) -> analyses.AnalysisRecord:
        """The analysis as it is now."""
        with self.database.reading() as session:
            return analyses.get(session, self.analysis_id)

    @property
    def dataset_id(self) -> int:
        """The data set's number; for stages after the data stage."""
        return _there(self.record().dataset_id, "data set")

    @property
    def checkpoint_id(self) -> int:
        """The checkpoint's number; for stages after the learning stage."""
        return _there(self.record().checkpoint_id, "checkpoint")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction for results: committed only if the analysis is still this run's. LeaseLost."""
        self._check()
        with jobs.fenced(self.database, self._lease) as session:
            yield session

    def progress(self, stage: Stage, unit: str) -> Progress:
        """What to call with (done, total) in this unit."""
        return Reporter(
            stage, unit, check=self._check, tell=self._tell, write=self._write_progress, clock=self._clock
        )

    def spend(self, session: Session, stage: Stage) -> None:
        """Put the time since the last call down to a stage, with a part of its result."""
        analyses.spend(session, self.analysis_id, stage, self._lap())

    def complete(self, session: Session, stage: Stage) -> None:
        """Say that the stage's result is there, in the transaction that writes the last of it."""
        analyses.complete(session, self.analysis_id, stage, self._lap(), self._clock())

    def dataset(self, progress: Progress) -> Dataset:
        """The samples, which must be those that the analysis began with. InputError if they are not."""
        dataset = self.material.open(progress)
        with self.database.reading() as session:
            stored = datasets.get(session, self.dataset_id)
        if stored.identity != datasets.identity(dataset):
            raise samples_have_changed(self.request.data.source, self.analysis_id)
        return dataset

    def end(self, state: JobState, error: str | None = None) -> None:
        """Give up the lease, saying how it ended. LeaseLost."""
        with self.database.writing() as session:
            jobs.finish(session, self._lease, state, now=self._clock(), error=error)

    def _write_progress(self, progress: JobProgress) -> None:
        with self.database.writing() as session:
            jobs.report(session, self._lease, progress)

    def _lap(self) -> float:
        began, self._lap_began = self._lap_began, self._clock()
        return self._lap_began - began


def samples_have_changed(source: str, analysis_id: int) -> InputError:
    """The error for samples that are not those that an analysis began with."""
    return InputError(
        f"The samples of {source} have changed since analysis {analysis_id} began: put them back, or delete "
        "the analysis and ask for it again.",
        field="source",
    )


def execute(run: Run) -> None:
    """Compute every stage that has no result, and write down how it ended.

    Raises
    ------
    LpntkError
        What stopped the run, which is also what the job says.
    """
    from lpntk.pipeline.stages import STAGES  # they bring torch, which whoever only reads need not wait for

    try:
        for stage, compute in STAGES.items():
            if not run.record().is_done(stage):
                compute(run)
        run.end(JobState.DONE)
    except jobs.LeaseLost:
        raise
    except (Cancelled, KeyboardInterrupt):
        run.end(JobState.CANCELLED)
        raise
    except LpntkError as error:
        run.end(JobState.FAILED, error.message)
        raise
    except Exception as error:
        log.exception("Analysis %d was stopped by an unexpected error", run.analysis_id)
        run.end(JobState.FAILED, _sentence(error))
        raise


def _there(number: int | None, what: str) -> int:
    if number is None:
        raise RuntimeError(f"the analysis has no {what} yet")
    return number


def _sentence(error: Exception) -> str:
    kind = type(error).__name__
    if isinstance(error, MemoryError) or "OutOfMemory" in kind or "can't allocate memory" in str(error):
        return "There was not enough memory: lower the memory budget or the batch size and start it again."
    return f"It was stopped by an unexpected error, {kind}: {error}"
