"""Evaluations in real worker processes: killed, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.domain import JobState
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.results import evaluations
from lpntk.pipeline.results.evaluations import EvaluationView
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from support.analyses import finished_analysis
from support.workers import prepare_workers, wait_for

ASKED = EvaluationRequest.of(["average-high"], [0.5], seeds=2)
KILLED_IN_THE_FOURTH = """
    import os, signal
    from lpntk.pipeline.evaluation import bench

    original, trained = bench.Trainer.train, []

    def train(*arguments, **named):
        trained.append(1)
        if len(trained) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **named)

    bench.Trainer.train = train
"""


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    url, _ = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        yield workspace


def view(workspace: Workspace, task_id: int) -> EvaluationView:
    with workspace.results(1) as results:
        return evaluations.get(results, task_id)


def ended(workspace: Workspace, task_id: int) -> JobState:
    over = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    wait_for(lambda: view(workspace, task_id).task.state in over)
    return view(workspace, task_id).task.state


def test_a_worker_that_is_killed_loses_no_training_that_was_done(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        prepare_workers(patch, tmp_path, KILLED_IN_THE_FOURTH)
        task_id = workspace.evaluate(1, ASKED)
        with workspace.supervise():
            assert ended(workspace, task_id) is JobState.FAILED
    killed = view(workspace, task_id)
    assert len(killed.units) == 3
    assert (killed.task.error or "").startswith("The worker process was killed")

    assert workspace.evaluate(1, ASKED) == task_id
    with workspace.supervise():
        assert ended(workspace, task_id) is JobState.DONE

    done = view(workspace, task_id)
    assert len(done.units) == done.trainings == 6
    assert done.units[:3] == killed.units
    workspace.delete_task(1, task_id)
    again = workspace.evaluate(1, ASKED)
    workspace.run_task(again)
    assert view(workspace, again).units == done.units, "as if nothing had happened"
