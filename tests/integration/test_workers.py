"""The supervisor with real worker processes: killed, cancelled, left alone, and finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, JobProgress, JobState, LearningSettings, Stage, Tile
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import Step
from lpntk.pipeline.jobs.supervisor import Supervisor
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from lpntk.store.engine import Database
from support.analyses import REQUEST
from support.data import write_image_folder
from support.results import results
from support.workers import HANG_IN_TRAINING, is_alive, prepare_workers, wait_for

# 1,300 samples make three blocks.
MANY = AnalysisRequest(DataSettings("digits", limit=1300), LearningSettings("mlp", epochs=1))


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.1)


@pytest.fixture
def workspace(empty_url: str) -> Iterator[Workspace]:
    with Workspace.open(empty_url) as workspace:
        yield workspace


def state_is(workspace: Workspace, analysis_id: int, *states: JobState) -> bool:
    return workspace.analysis(analysis_id).state in states


def ended(workspace: Workspace, analysis_id: int) -> JobState:
    """The state in which the analysis ends."""
    over = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    wait_for(lambda: state_is(workspace, analysis_id, *over))
    return workspace.analysis(analysis_id).state


def run_to_the_map(workspace: Workspace, analysis_id: int) -> None:
    """Compute here all but the map, which takes longer than the rest."""

    def stop(progress: JobProgress) -> None:
        if progress.stage is Stage.MAP:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop)


def working(workspace: Workspace, supervisor: Supervisor, analysis_id: int) -> int:
    """The number of the worker process, once it has begun to learn."""

    def learning() -> int | None:
        stages = workspace.analysis(analysis_id).stages
        return supervisor.worker_pid if stages[0].done and not stages[1].done else None

    return wait_for(learning)


def test_a_worker_that_is_killed_in_the_kernel_stage_loses_nothing_that_was_finished(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(
        monkeypatch,
        tmp_path,
        """
        import os, signal
        from lpntk.pipeline.stages import exact_kernel
        from lpntk.store import kernels

        original = kernels.advance

        def advance(session, analysis_id, pieces_done, tiles, state):
            original(session, analysis_id, pieces_done, tiles, state)
            if pieces_done == 2:  # written, and not yet committed
                os.kill(os.getpid(), signal.SIGKILL)

        kernels.advance = advance
        exact_kernel.WRITE_SECONDS = exact_kernel.WRITE_RATIO = 0
        """,
    )
    analysis_id = workspace.submit(MANY).id
    with workspace.supervise():
        assert ended(workspace, analysis_id) is JobState.FAILED
    error = workspace.analysis(analysis_id).error
    assert error is not None
    assert error.startswith("The worker process was killed, most likely because memory ran out")
    before = results(workspace.url, analysis_id)
    assert {key[1:] for key in before if key[0] == "KernelTile"} == {(0, 0), (0, 1), (0, 2)}

    computed: list[int] = []
    original = KernelEngine.tiles

    def tiles(engine: KernelEngine, step: Step, tick: Callable[[], None]) -> Iterator[Tile]:
        computed.append(step.row_block)
        return original(engine, step, tick)

    with monkeypatch.context() as patch:
        patch.setattr(KernelEngine, "tiles", tiles)
        run_to_the_map(workspace, workspace.submit(MANY).id)

    assert computed == [1, 2]
    with Workspace.open(f"sqlite:///{tmp_path / 'straight.db'}") as straight:
        other = straight.submit(MANY).id
        run_to_the_map(straight, other)
        assert results(workspace.url, analysis_id) == results(straight.url, other)


def test_one_analysis_is_computed_after_the_other(workspace: Workspace, tmp_path: Path) -> None:
    folders = [write_image_folder(tmp_path / name, per_class=2, classes=2) for name in "ab"]
    ids = [workspace.submit(AnalysisRequest(DataSettings(str(folder)))).id for folder in folders]
    for folder in folders:
        (folder / "digit-1" / "0001.png").write_bytes(b"no image")
    with workspace.supervise():
        assert [ended(workspace, analysis_id) for analysis_id in ids] == [JobState.FAILED] * 2

    for analysis_id in ids:
        error = workspace.analysis(analysis_id).error
        assert error is not None
        assert "digit-1/0001.png (index 3) cannot be read" in error


def test_cancelling_ends_the_worker(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, HANG_IN_TRAINING)
    analysis_id = workspace.submit(REQUEST).id
    with workspace.supervise() as supervisor:
        worker = working(workspace, supervisor, analysis_id)

        workspace.cancel(analysis_id)

        assert ended(workspace, analysis_id) is JobState.CANCELLED
        wait_for(lambda: not is_alive(worker))


def test_a_server_that_stops_leaves_its_analysis_to_the_next(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, HANG_IN_TRAINING)
    analysis_id = workspace.submit(REQUEST).id
    with workspace.supervise() as supervisor:
        worker = working(workspace, supervisor, analysis_id)

    assert not is_alive(worker)
    assert workspace.analysis(analysis_id).state is JobState.QUEUED
    with workspace.supervise() as supervisor:
        working(workspace, supervisor, analysis_id)
        assert workspace.analysis(analysis_id).attempt == 2


def test_a_worker_dies_with_its_server_and_the_analysis_goes_on_elsewhere(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, HANG_IN_TRAINING)
    analysis_id = workspace.submit(REQUEST).id
    code = """
import sys, threading
from lpntk.pipeline.workspace import Workspace
with Workspace.open(sys.argv[1]) as workspace, workspace.supervise() as supervisor:
    while not (workspace.analysis(1).stages[0].done and supervisor.worker_pid):
        threading.Event().wait(0.02)
    print(supervisor.worker_pid, flush=True)
    threading.Event().wait()
"""
    with subprocess.Popen([sys.executable, "-c", code, workspace.url], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        assert is_alive(worker)
        os.kill(server.pid, signal.SIGKILL)
    wait_for(lambda: not is_alive(worker))
    assert workspace.analysis(analysis_id).state is JobState.RUNNING

    def later() -> float:
        return time.time() + 2 * jobs.LEASE_SECONDS

    with Workspace(Database(workspace.url), later) as elsewhere:
        assert elsewhere.analysis(analysis_id).state is JobState.QUEUED
        elsewhere.run(analysis_id)
        assert elsewhere.analysis(analysis_id).state is JobState.DONE
        assert elsewhere.analysis(analysis_id).attempt == 2


def test_a_worker_that_ends_without_a_word_is_noticed(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, "import os\nif 'LPNTK_DB' in os.environ: os._exit(7)")
    analysis_id = workspace.submit(REQUEST).id
    with workspace.supervise():
        assert ended(workspace, analysis_id) is JobState.FAILED

    error = workspace.analysis(analysis_id).error
    assert error is not None
    assert error.startswith("The worker process ended with status 7")


def test_an_unexpected_error_in_a_worker_is_written_down(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    prepare_workers(
        monkeypatch,
        tmp_path,
        "from lpntk.pipeline.material import requested\nrequested.train = {}.__getitem__",
    )
    analysis_id = workspace.submit(replace(REQUEST, seed=5)).id
    with workspace.supervise():
        assert ended(workspace, analysis_id) is JobState.FAILED

    error = workspace.analysis(analysis_id).error
    assert error is not None
    assert error.startswith("It was stopped by an unexpected error, TypeError:")
    assert "Traceback" in capfd.readouterr().err


def test_other_users_of_the_machine_do_not_see_the_password(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, HANG_IN_TRAINING)
    analysis_id = workspace.submit(REQUEST).id
    with workspace.supervise() as supervisor:
        worker = working(workspace, supervisor, analysis_id)
        assert workspace.url not in Path(f"/proc/{worker}/cmdline").read_text()
