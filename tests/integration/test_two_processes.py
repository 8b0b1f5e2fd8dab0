"""Processes that share a database: one reads what another computes, one goes on where another was killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from lpntk.domain import JobState
from lpntk.pipeline.jobs.worker_name import this_worker
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from support.analyses import REQUEST
from support.reading import Read
from support.workers import HANG_IN_TRAINING, is_alive, prepare_workers, wait_for

SERVER = """
import sys, threading
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs

jobs.GRACE_SECONDS, jobs.HEARTBEAT_SECONDS = 0.0, 0.1
ended, told = threading.Event(), None
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
with Workspace.open(sys.argv[1]) as workspace, workspace.supervise() as supervisor:
    print("ready", flush=True)
    while not ended.wait(0.02):
        worker = supervisor.worker_pid
        if worker not in (None, told):
            told = worker
            print(worker, flush=True)
"""
"""Says that it is ready, then the number of every worker process that it starts."""


@pytest.fixture
def workspace(empty_url: str) -> Iterator[Workspace]:
    with Workspace.open(empty_url) as workspace:
        yield workspace


@contextmanager
def server(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has analyses computed until the block ends; it begins with the line "ready"."""
    command = [sys.executable, "-c", SERVER, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        yield process


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a server says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def killed(servers: list[subprocess.Popen[str]]) -> dict[int, list[int]]:
    """Kill servers before one hears of another's end; by server the workers that it had started by then."""
    for process in servers:
        process.kill()
    found = {}
    for process in servers:
        assert process.stdout is not None
        found[process.pid] = [int(line) for line in process.stdout.read().split()]
    return found


def job_of(workspace: Workspace, analysis_id: int) -> jobs.Job:
    with workspace._database.reading() as session:
        (job,) = jobs.of_analysis(session, analysis_id, time.time())
    return job


def test_one_process_reads_what_another_computes(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST).id
    seen: list[int] = []

    def is_done() -> bool:
        view = workspace.analysis(analysis_id)
        seen.append(sum(stage.done for stage in view.stages))
        assert view.state in (JobState.QUEUED, JobState.RUNNING, JobState.DONE), view.error
        return view.state is JobState.DONE

    with server(workspace.url) as process:
        assert line_of(process) == "ready"
        wait_for(is_done)

    assert seen == sorted(seen)
    assert len(set(seen)) > 2, "the stages are seen as they end"
    assert len(Read(workspace).samples(analysis_id).index) == 200
    assert workspace.analysis(analysis_id).attempt == 1


def test_the_job_of_a_killed_server_is_taken_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_workers(monkeypatch, tmp_path, HANG_IN_TRAINING)
    analysis_id = workspace.submit(REQUEST).id
    with server(workspace.url) as first:
        assert line_of(first) == "ready"
        worker = int(line_of(first))
        wait_for(lambda: workspace.analysis(analysis_id).stages[0].done)
        assert killed([first]) == {first.pid: []}
    wait_for(lambda: not is_alive(worker))

    with ExitStack() as stack:
        others = [stack.enter_context(server(workspace.url)) for _ in range(2)]
        assert [line_of(other) for other in others] == ["ready"] * 2
        wait_for(lambda: job_of(workspace, analysis_id).attempt == 2)
        # As long as each needs to look for work several times, and to lose what it could not hold.
        time.sleep(1.5)
        job = job_of(workspace, analysis_id)
        old = jobs.Lease(job.id, analysis_id, job.kind, attempt=1)
        with pytest.raises(jobs.LeaseLost), jobs.fenced(workspace._database, old):
            pass
        started = killed(others)

    host = this_worker().rpartition(":")[0]
    assert (job.state, job.attempt) == (JobState.RUNNING, 2)
    assert {f"{host}:{pid}" for pid, workers in started.items() if workers} == {job.worker}
    assert len([worker for workers in started.values() for worker in workers]) == 1
