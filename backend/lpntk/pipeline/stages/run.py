"""One attempt at a job: the right to write, the material, the clock and the ear of whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import AnalysisRequest, Dataset, JobProgress, Progress, Stage
from lpntk.pipeline.material.sameness import require_same_samples
from lpntk.pipeline.requests import name_of
from lpntk.pipeline.stages.progress import Reporter
from lpntk.store import analyses, jobs, units
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.pipeline.material.material import Material
    from lpntk.pipeline.stages.crew import Crew


class Run:
    """What the work of a job, and each stage of an analysis, is given.

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
    crew
        Who computes the parts of the kernel, an attribute too; None for this process.

    Attributes
    ----------
    kind, analysis_id, job_id
        What is to be done, of which analysis, as which job.
    request, task
        What was asked for: of the analysis, and of a job that does something else with it.
    done
        The stages of the analysis whose results are there.
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
        crew: Crew | None = None,
    ) -> None:
        self.database, self.material, self.crew = database, material, crew
        self.kind, self.analysis_id, self.job_id = lease.kind, lease.analysis_id, lease.job_id
        with database.reading() as session:
            record = analyses.get(session, lease.analysis_id)
            job = jobs.get(session, lease.job_id, clock())
        self.task: dict[str, Any] = {} if job is None else job.request
        self.request: AnalysisRequest = record.request
        self.done = {stage for stage in Stage if record.is_done(stage)}
        self._dataset_id, self._checkpoint_id = record.dataset_id, record.checkpoint_id
        self._lease, self._clock, self._check, self._tell = lease, clock, check, tell
        self._lap_began = clock()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    def check(self) -> None:
        """Raise what should stop the run."""
        self._check()

    @property
    def dataset_id(self) -> int:
        """The data set's number; for stages after the data stage."""
        return _there(self._dataset_id, "data set")

    @property
    def checkpoint_id(self) -> int:
        """The checkpoint's number; for stages after the learning stage."""
        return _there(self._checkpoint_id, "checkpoint")

    def use_dataset(self, session: Session, dataset_id: int) -> None:
        """Say which data set the analysis is of."""
        analyses.use_dataset(session, self.analysis_id, dataset_id)
        self._dataset_id = dataset_id

    def use_checkpoint(self, session: Session, checkpoint_id: int) -> None:
        """Say which checkpoint the analysis is of."""
        analyses.use_checkpoint(session, self.analysis_id, checkpoint_id)
        self._checkpoint_id = checkpoint_id

    def settle(self, session: Session, request: AnalysisRequest) -> None:
        """Say what the analysis is of where the request left something open; its name says so, too."""
        if request == self.request:
            return
        before, after = name_of(self.request), name_of(request)
        analyses.settle(session, self.analysis_id, request, renamed=(before, after))
        self.request = request

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction for results: committed only if the job is still this run's. LeaseLost."""
        self._check()
        with jobs.fenced(self.database, self._lease) as session:
            yield session

    def progress(self, stage: str, unit: str) -> Progress:
        """What to call with (done, total) in this unit."""
        return Reporter(
            stage, unit, check=self._check, tell=self._tell, write=self._write_progress, clock=self._clock
        )

    def units(self) -> dict[str, dict[str, Any]]:
        """What earlier runs of this job, and this one, have kept, by name, in the order of writing."""
        with self.database.reading() as session:
            return units.values(session, self.job_id)

    def keep(
        self, name: str, value: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]] | None = None
    ) -> None:
        """Keep a part of what the job comes to, so that it is not computed again. LeaseLost."""
        with self.writing() as session:
            units.write(session, self.job_id, name, value, arrays)

    def spend(self, session: Session, stage: Stage) -> None:
        """Put the time since the last call down to a stage, with a part of its result."""
        analyses.spend(session, self.analysis_id, stage, self._lap())

    def complete(self, session: Session, stage: Stage) -> None:
        """Say that the stage's result is there, in the transaction that writes the last of it."""
        analyses.complete(session, self.analysis_id, stage, self._lap(), self._clock())
        self.done.add(stage)

    def dataset(self, progress: Progress) -> Dataset:
        """The samples, which must be those that the analysis began with. InputError if they are not."""
        dataset = self.material.open(progress)
        with self.database.reading() as session:
            require_same_samples(session, self.dataset_id, dataset, self.analysis_id)
        return dataset

    def _write_progress(self, progress: JobProgress) -> None:
        with self.database.writing() as session:
            jobs.report(session, self._lease, progress)

    def _lap(self) -> float:
        began, self._lap_began = self._lap_began, self._clock()
        return self._lap_began - began


def _there(number: int | None, what: str) -> int:
    if number is None:
        raise RuntimeError(f"the analysis has no {what} yet")
    return number
