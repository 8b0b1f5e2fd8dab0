"""Doing what a job says, and writing down how it ended."""

from __future__ import annotations

import logging

from lpntk.domain import Cancelled, JobState, LpntkError
from lpntk.pipeline.jobs.work import work_of
from lpntk.pipeline.stages.run import Run
from lpntk.store import jobs

log = logging.getLogger(__name__)


def execute(run: Run) -> None:
    """Do the work of the run's kind, and end its job.

    Raises
    ------
    LpntkError
        What stopped the run, which is also what the job says.
    """
    try:
        work_of(run.kind)(run)
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


def _sentence(error: Exception) -> str:
    kind = type(error).__name__
    if isinstance(error, MemoryError) or "OutOfMemory" in kind or "can't allocate memory" in str(error):
        return "There was not enough memory: lower the memory budget or the batch size and start it again."
    return f"It was stopped by an unexpected error, {kind}: {error}"
