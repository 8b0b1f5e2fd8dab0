"""Tasks on a finished analysis: asked for once, kept unit by unit, stopped, gone on with, dropped."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import ConflictError, InputError, JobState, NotFoundError
from lpntk.pipeline.jobs import work
from lpntk.pipeline.results import tasks
from lpntk.pipeline.workspace import Workspace

SUMMING = """
import numpy as np
from lpntk.domain import InputError

def compute(run):
    progress = run.progress("summing", "numbers")
    numbers, done = run.task["numbers"], run.units()
    for at, number in enumerate(numbers):
        progress(at, len(numbers))
        if number == run.task.get("fails_at") and not done:
            raise InputError("That number is no good.")
        if f"number/{number}" not in done:
            run.keep(f"number/{number}", {"value": number}, {"row": np.arange(number)})
    progress(len(numbers), len(numbers))
"""


@pytest.fixture
def summing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of task in a file of its own."""
    (tmp_path / "summing.py").write_text(SUMMING)
    monkeypatch.setattr(work, "__path__", [*work.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, f"{work.__name__}.summing", raising=False)
    return "summing"


def view(workspace: Workspace, task_id: int) -> tasks.TaskView:
    return next(one for one in workspace.analysis(1).tasks if one.id == task_id)


def test_a_task_keeps_its_units_with_their_arrays(finished: Workspace, summing: str) -> None:
    task_id = finished.submit_task(1, summing, {"numbers": [2, 5]})
    assert view(finished, task_id).state is JobState.QUEUED

    finished.run_task(task_id)

    assert view(finished, task_id).state is JobState.DONE
    with finished.results(1) as results:
        assert tasks.units(results, task_id) == {"number/2": {"value": 2}, "number/5": {"value": 5}}
        np.testing.assert_array_equal(tasks.array(results, task_id, "number/5/row"), np.arange(5))
        assert tasks.get(results, task_id, summing).request == {"numbers": [2, 5]}


def test_the_same_request_is_the_same_task(finished: Workspace, summing: str) -> None:
    first = finished.submit_task(1, summing, {"numbers": [1]})
    finished.run_task(first)

    assert finished.submit_task(1, summing, {"numbers": [1]}) == first
    assert finished.submit_task(1, summing, {"numbers": [3]}) != first
    assert view(finished, first).state is JobState.DONE


def test_a_failed_task_goes_on_after_what_it_has_kept(finished: Workspace, summing: str) -> None:
    task_id = finished.submit_task(1, summing, {"numbers": [1, 4], "fails_at": 4})
    with pytest.raises(InputError, match="no good"):
        finished.run_task(task_id)
    assert view(finished, task_id).error == "That number is no good."
    with finished.results(1) as results:
        assert list(tasks.units(results, task_id)) == ["number/1"]

    finished.resume_task(1, task_id)
    finished.run_task(task_id)

    with finished.results(1) as results:
        assert list(tasks.units(results, task_id)) == ["number/1", "number/4"]


def test_a_task_is_cancelled_and_deleted(finished: Workspace, summing: str) -> None:
    task_id = finished.submit_task(1, summing, {"numbers": [1]})

    finished.cancel_task(1, task_id)

    assert view(finished, task_id).state is JobState.CANCELLED
    with pytest.raises(ConflictError, match="cancelled already"):
        finished.cancel_task(1, task_id)
    finished.delete_task(1, task_id)
    assert finished.analysis(1).tasks == ()
    for act in (finished.cancel_task, finished.resume_task, finished.delete_task):
        with pytest.raises(NotFoundError, match=f"no task {task_id} of analysis 1"):
            act(1, task_id)


def test_the_job_of_an_analysis_is_no_task(finished: Workspace) -> None:
    with pytest.raises(NotFoundError, match="no task 1"):
        finished.delete_task(1, 1)


def test_an_unfinished_analysis_has_no_tasks(workspace: Workspace, summing: str) -> None:
    from support.analyses import REQUEST

    analysis_id = workspace.submit(REQUEST).id
    with pytest.raises(ConflictError, match="waits for its turn"):
        workspace.submit_task(analysis_id, summing, {"numbers": []})
