"""Doing what a job says, and writing down how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lpntk.domain import Cancelled, JobProgress, JobState, LpntkError, Prepared, StoreError
from lpntk.domain.request import SETTINGS
from lpntk.pipeline.jobs.work import work_of
from lpntk.pipeline.stages.run import Run
from lpntk.store import jobs
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.pipeline.material.material import Material
    from lpntk.pipeline.stages.crew import Crew

log = logging.getLogger(__name__)


def execute(
    database: Database,
    lease: jobs.Lease,
    material: Callable[[], Material],
    *,
    clock: Callable[[], float],
    check: Callable[[], None],
    tell: Callable[[JobProgress], None],
    crew: Crew | None = None,
) -> None:
    """Do the work of the job's kind, and end the job.

    Parameters are those of `Run`, but for `material`, asked for where the job can say why there is none.

    Raises
    ------
    LpntkError
        What stopped the run, which is also what the job says.
    """
    with _ending(database, lease, clock):
        run = Run(database, lease, material(), clock=clock, check=check, tell=tell, crew=crew)
        work_of(run.kind)(run)


@contextmanager
def _ending(database: Database, lease: jobs.Lease, clock: Callable[[], float]) -> Iterator[None]:
    """Give up the lease when the block ends, saying how it ended."""

    def end(state: JobState, error: str | None = None) -> None:
        with database.writing() as session:
            jobs.finish(session, lease, state, now=clock(), error=error)

    def try_to_end(state: JobState, error: str | None = None) -> None:
        try:
            end(state, error)
        except (StoreError, jobs.LeaseLost) as trouble:
            # What stopped the run is to be told, not this; a lease that is not given up ends by itself.
            log.warning(
                "Analysis %d is %s, which cannot be written down: %s", lease.analysis_id, state, trouble
            )

    try:
        yield
    except jobs.LeaseLost:
        raise
    except Prepared:
        end(JobState.PREPARED)
        raise
    except (Cancelled, KeyboardInterrupt):
        try_to_end(JobState.CANCELLED)
        raise
    except LpntkError as error:
        try_to_end(JobState.FAILED, _naming_the_setting(error))
        raise
    except (Exception, SystemExit) as error:
        log.exception("Analysis %d was stopped by an unexpected error", lease.analysis_id)
        try_to_end(JobState.FAILED, _sentence(error))
        raise
    end(JobState.DONE)


def _naming_the_setting(error: LpntkError) -> str:
    """What it says, after the name of the setting at fault where it does not say that: a job has no form."""
    setting = SETTINGS.get(error.field or "")
    if setting is None or setting.title.casefold() in error.message.casefold():
        return error.message
    return f"{setting.title}: {error.message}"


def _sentence(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, MemoryError) or "OutOfMemory" in kind or "can't allocate memory" in str(error):
        return "There was not enough memory: lower the memory budget or the batch size and start it again."
    return f"It was stopped by an unexpected error, {kind}: {error}"
