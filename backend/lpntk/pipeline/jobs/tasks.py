"""Tasks: what else is done with a finished analysis, each a job of its own kind with units that are kept."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from lpntk.domain import ConflictError, JobState, LpntkError, NotFoundError
from lpntk.domain.job import ANALYSIS, WITHOUT_MODEL
from lpntk.pipeline.jobs.abandoned import release_abandoned
from lpntk.pipeline.jobs.taking import give_up, take
from lpntk.pipeline.material.errors import no_task_on_given
from lpntk.pipeline.results import overview
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database


def submit(
    database: Database,
    analysis_id: int,
    kind: str,
    request: dict[str, Any],
    now: float,
    *,
    is_given: bool = False,
) -> int:
    """Queue a task, and return its number; the same request again is the same task.

    One that failed or was cancelled is queued again, and goes on after the last unit that it kept.

    Parameters
    ----------
    kind
        What is to be done: one of `lpntk.pipeline.jobs.work.kinds()`.
    request
        What of it, in what JSON has words for.
    is_given
        Whether this process has the model and the samples of an analysis that was given them in memory.

    Raises
    ------
    NotFoundError
        If there is no such analysis.
    ConflictError
        If it is not finished, or was given what only another process had.
    """
    key = jobs.key_of(request)
    with database.writing() as session:
        release_abandoned(session)
        is_given = is_given or kind in WITHOUT_MODEL
        if overview.finished(session, analysis_id, now).in_memory and not is_given:
            raise no_task_on_given(analysis_id)
        return jobs.enqueue(session, analysis_id, kind, key, request=request, now=now)


def cancel(database: Database, analysis_id: int, task_id: int, now: float) -> None:
    """Stop a task that waits or runs; what it has kept stays. NotFoundError, ConflictError."""
    with database.writing() as session:
        release_abandoned(session)
        task = _get(session, analysis_id, task_id, now)
        if not jobs.cancel(session, task_id, now):
            raise ConflictError(f"Task {task_id} is {task.state} already: there is nothing to cancel.")


def resume(database: Database, analysis_id: int, task_id: int, now: float) -> None:
    """Queue a task that failed or was cancelled again. NotFoundError, ConflictError."""
    with database.writing() as session:
        release_abandoned(session)
        task = _get(session, analysis_id, task_id, now)
        needs_model = task.kind not in WITHOUT_MODEL
        if overview.finished(session, analysis_id, now).in_memory and needs_model:
            raise no_task_on_given(analysis_id)
        if not jobs.requeue(session, task_id, now):
            raise ConflictError(f"Task {task_id} is {task.state}: there is nothing to resume.")


def delete(database: Database, analysis_id: int, task_id: int, now: float) -> None:
    """Remove a task with all that it came to. NotFoundError; ConflictError while it runs."""
    with database.writing() as session:
        release_abandoned(session)
        if _get(session, analysis_id, task_id, now).state is JobState.RUNNING:
            raise ConflictError(f"Task {task_id} is running: cancel it before you delete it.")
        jobs.remove(session, task_id)


def claim(database: Database, task_id: int, now: float, *, is_given: bool) -> jobs.Lease | None:
    """The right to do a task in this process; None if it is done. NotFoundError, ConflictError."""
    with database.writing() as session:
        release_abandoned(session)
        task = _get(session, None, task_id, now)
        if task.state is JobState.DONE:
            return None
        is_given = is_given or task.kind in WITHOUT_MODEL
        if analyses.get(session, task.analysis_id).in_memory and not is_given:
            raise no_task_on_given(task.analysis_id)
        if task.state is JobState.RUNNING:
            raise ConflictError(
                f"Task {task_id} is being done by another process ({task.worker}): wait for it, or cancel "
                f"it there."
            )
        return take(session, task, now)


def withdraw(database: Database, task_id: int, now: float) -> None:
    """Cancel what this process has claimed or could not claim yet; what is another's stays."""
    with suppress(LpntkError), database.writing() as session:
        give_up(session, _get(session, None, task_id, now), now)


def _get(session: Session, analysis_id: int | None, task_id: int, now: float) -> jobs.Job:
    """A task, of this analysis where one is named."""
    task = jobs.get(session, task_id, now)
    if task is None or task.kind == ANALYSIS or analysis_id not in (None, task.analysis_id):
        of = "" if analysis_id is None else f" of analysis {analysis_id}"
        raise NotFoundError(f"There is no task {task_id}{of}.")
    return task
