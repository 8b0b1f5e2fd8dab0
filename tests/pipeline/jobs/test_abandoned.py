"""What was left by processes that were killed, as everybody meets it who comes after."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, JobState
from lpntk.pipeline.jobs import control
from lpntk.pipeline.jobs.abandoned import abandoned
from lpntk.pipeline.jobs.worker_name import this_worker
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs

DIGITS = AnalysisRequest(DataSettings("digits", limit=200))


@pytest.fixture(scope="module")
def killed() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def running(workspace: Workspace, worker: str) -> int:
    """An analysis that somebody has claimed just now."""
    analysis_id = workspace.submit(DIGITS).id
    with workspace._database.writing() as session:
        job = jobs.computing(session, [analysis_id], workspace._clock())[analysis_id]
        assert jobs.claim_one(session, job.id, worker=worker, now=workspace._clock()) is not None
    return analysis_id


def worker_of(process: int) -> str:
    return f"{this_worker().rpartition(':')[0]}:{process}"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scratch of a database lies that has no folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def leave_scratch(workspace: Workspace, process: int) -> Path:
    folder = workspace._database.folder or Path(tempfile.gettempdir())
    folder /= f"lpntk-scratch-{process}-x"
    folder.mkdir()
    (folder / "0-0.npy").write_bytes(b"features")
    return folder


def test_what_a_killed_process_computed_can_be_deleted_at_once(workspace: Workspace, killed: int) -> None:
    analysis_id = running(workspace, worker_of(killed))
    left, used = leave_scratch(workspace, killed), leave_scratch(workspace, os.getpid())

    workspace.delete(analysis_id)

    assert workspace.analyses() == []
    assert not left.exists()
    assert used.exists()


@pytest.mark.parametrize(
    ("act", "state"),
    [(Workspace.cancel, JobState.CANCELLED), (Workspace.resume, JobState.QUEUED)],
)
def test_it_can_be_cancelled_and_resumed_at_once(
    workspace: Workspace, killed: int, act: Callable[[Workspace, int], None], state: JobState
) -> None:
    analysis_id = running(workspace, worker_of(killed))

    act(workspace, analysis_id)

    assert workspace.analysis(analysis_id).state is state
    with workspace._database.reading() as session:
        (job,) = jobs.of_analysis(session, analysis_id, workspace._clock())
    assert job.worker is None


def test_a_server_need_not_wait_for_the_lease_to_end(workspace: Workspace, killed: int) -> None:
    analysis_id = running(workspace, worker_of(killed))

    lease = workspace.supervise()._claim()

    assert lease is not None
    assert (lease.analysis_id, lease.attempt) == (analysis_id, 2)


def test_what_nobody_else_can_compute_is_released_once(workspace: Workspace, killed: int) -> None:
    added = control.submit_given(workspace._database, "key", "mine", DIGITS, workspace._clock())
    with workspace._database.writing() as session:
        job = jobs.computing(session, [added.id], workspace._clock())[added.id]
        jobs.claim_one(session, job.id, worker=worker_of(killed), now=workspace._clock())

    assert workspace.supervise()._claim() is None
    with workspace._database.reading() as session:
        assert abandoned(session) == []


def test_what_a_living_process_computes_is_left_to_it(workspace: Workspace) -> None:
    analysis_id = running(workspace, this_worker())

    assert workspace.supervise()._claim() is None
    with pytest.raises(ConflictError, match="is running: cancel it before you delete it"):
        workspace.delete(analysis_id)
    with pytest.raises(ConflictError, match="is running: there is nothing to resume"):
        workspace.resume(analysis_id)
    workspace.cancel(analysis_id)
    assert workspace.analysis(analysis_id).state is JobState.RUNNING


def test_scratch_of_before_goes_when_a_server_starts(workspace: Workspace, killed: int) -> None:
    left = leave_scratch(workspace, killed)

    with workspace.supervise():
        pass

    assert not left.exists()
