"""Computing in this process, stopped at any moment after it was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, InputError, JobState, StoreError
from lpntk.pipeline.jobs import execution, here
from lpntk.pipeline.jobs.work import kinds
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs

DIGITS = AnalysisRequest(DataSettings("digits", limit=200))


def interrupt(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt


def interrupt_after(function: Callable[..., object]) -> Callable[..., object]:
    def wrapper(*arguments: object, **named: object) -> object:
        function(*arguments, **named)
        raise KeyboardInterrupt

    return wrapper


@pytest.mark.parametrize(
    ("module", "name", "act"),
    [
        (here, "_claim", interrupt),
        (here, "_claim", interrupt_after(here._claim)),
        (here, "Heart", interrupt),
        (here, "requested", interrupt),
        (here, "execute", interrupt),
        (execution, "Run", interrupt),
        (execution, "work_of", interrupt),
    ],
)
def test_ctrl_c_cancels_whenever_it_comes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, module: object, name: str, act: object
) -> None:
    analysis_id = workspace.submit(DIGITS).id
    monkeypatch.setattr(module, name, act)

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id)

    assert workspace.analysis(analysis_id).state is JobState.CANCELLED
    with workspace._database.reading() as session:
        assert not jobs.is_any_free(session, kinds(), 1e12)


def test_ctrl_c_while_the_end_is_written_down_cancels_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = workspace.submit(DIGITS).id
    monkeypatch.setattr(execution, "work_of", lambda kind: lambda run: None)
    finish, calls = jobs.finish, []

    def interrupted(*arguments: object, **named: object) -> None:
        calls.append(arguments)
        if len(calls) == 1:
            raise KeyboardInterrupt
        finish(*arguments, **named)

    monkeypatch.setattr(jobs, "finish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id)

    assert workspace.analysis(analysis_id).state is JobState.CANCELLED


def test_what_stands_in_the_way_before_work_begins_is_said_by_the_job(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise InputError("There are no samples any more.")

    monkeypatch.setattr(here, "requested", refuse)
    analysis_id = workspace.submit(DIGITS).id
    with pytest.raises(InputError):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.error) == (JobState.FAILED, "There are no samples any more.")


def test_what_stopped_a_run_is_told_though_it_cannot_be_written_down(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise StoreError("The disk is full.")

    def refuse(*arguments: object) -> None:
        raise InputError("The first picture is no picture.")

    monkeypatch.setattr(here, "requested", refuse)
    monkeypatch.setattr(jobs, "finish", fail)
    analysis_id = workspace.submit(DIGITS).id

    with pytest.raises(InputError, match="The first picture"):
        workspace.run(analysis_id)
