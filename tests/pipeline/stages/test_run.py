"""The stages one after the other in this process: what is skipped, and what stops them."""

from __future__ import annotations

import threading

import pytest

from lpntk.domain import (
    Cancelled,
    ConflictError,
    JobState,
    Stage,
)
from lpntk.pipeline.material import requested as material
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from lpntk.store.jobs import LeaseLost
from support.analyses import REQUEST
from support.interruptions import LEASE, interrupted, run_to_the_map, stop_at, without_map
from support.reading import Read
from support.results import Results, results


@pytest.mark.parametrize(
    ("stage", "unit", "done"),
    [
        (Stage.DATA, "samples", 0),
        (Stage.DATA, "pictures", 200),
        (Stage.LEARNING, "batches", 3),
        (Stage.CLUSTERS, "heads", 4),
    ],
)
def test_any_stage_may_be_interrupted(
    workspace: Workspace, straight: Results, stage: Stage, unit: str, done: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, stage, unit, done)
    assert next(view.stage for view in workspace.analysis(analysis_id).stages if not view.done) is stage

    run_to_the_map(workspace, analysis_id)

    assert (workspace.analysis(analysis_id).attempt, workspace.analysis(analysis_id).samples) == (2, 200)
    assert results(workspace.url, analysis_id) == without_map(straight)


def test_an_unexpected_error_is_written_down_and_raised(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(material, "train", broken)
    analysis_id = workspace.submit(REQUEST).id

    with pytest.raises(KeyError):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.error) == (
        JobState.FAILED,
        "It was stopped by an unexpected error, KeyError: 'oops'",
    )
    assert "Traceback" in caplog.text
    monkeypatch.undo()


def test_too_little_memory_is_said_to_be_that(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*args: object, **named: object) -> None:
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:1] DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr(material, "train", hungry)
    analysis_id = workspace.submit(REQUEST).id

    with pytest.raises(RuntimeError):
        workspace.run(analysis_id)
    error = workspace.analysis(analysis_id).error
    assert error is not None
    assert error.startswith("There was not enough memory")


def test_an_analysis_that_another_process_computes_is_left_to_it(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST).id

    def meanwhile() -> None:
        with pytest.raises(ConflictError, match=r"being computed by another process \(.+:\d+\)"):
            workspace.run(analysis_id)
        with pytest.raises(ConflictError, match="is running: cancel it before you delete it"):
            workspace.delete(analysis_id)
        with pytest.raises(ConflictError, match=r"Analysis 1 is still running \(learning, \d+%\)"):
            Read(workspace).samples(analysis_id)
        assert workspace.analysis(analysis_id).state is JobState.RUNNING
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 3, meanwhile))


def test_a_run_that_was_taken_over_stops_and_leaves_nothing(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST).id

    def take_over() -> None:
        with workspace._database.writing() as session:
            late = workspace._clock() + 2 * LEASE
            assert jobs.claim(session, kinds=("analysis",), worker="elsewhere", now=late) is not None

    with pytest.raises(LeaseLost):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 2, take_over))

    view = workspace.analysis(analysis_id)
    assert view.attempt == 2
    assert not next(stage for stage in view.stages if stage.stage is Stage.LEARNING).done
    assert view.accuracy is None


def test_a_run_here_can_be_cancelled_from_elsewhere(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.001)
    analysis_id = workspace.submit(REQUEST).id

    def cancel() -> None:
        workspace.cancel(analysis_id)
        for thread in threading.enumerate():
            if thread.name.startswith("heart"):  # it ends when it has heard
                thread.join(30)

    with pytest.raises(Cancelled, match=f"Analysis {analysis_id} was cancelled"):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 1, cancel))

    assert workspace.analysis(analysis_id).state is JobState.CANCELLED
