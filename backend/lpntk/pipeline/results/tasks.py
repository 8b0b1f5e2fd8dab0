"""What else was done with a finished analysis, and what came of it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from lpntk.domain import NotFoundError
from lpntk.pipeline.results.overview import task_view
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import TaskView
from lpntk.store import jobs
from lpntk.store import units as stored


def of(results: Results, kind: str | None = None) -> list[TaskView]:
    """The tasks on an analysis, of one kind or of all, the oldest first."""
    found = jobs.of_each(results.session, [results.id], results.now)[results.id][1:]
    return [task_view(job) for job in found if kind in (None, job.kind)]


def get(results: Results, task_id: int, kind: str) -> TaskView:
    """One task of a kind. NotFoundError if the analysis has none of this number."""
    for task in of(results, kind):
        if task.id == task_id:
            return task
    raise NotFoundError(f"There is no {kind} {task_id} of analysis {results.id}.")


def units(results: Results, task_id: int) -> dict[str, dict[str, Any]]:
    """What a task has kept so far, by name, in the order in which it was kept."""
    return stored.values(results.session, task_id)


def array(results: Results, task_id: int, name: str) -> NDArray[Any]:
    """An array that a task has kept: "unit/name"."""
    return stored.array(results.session, task_id, name)
