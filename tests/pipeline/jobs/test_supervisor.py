"""What a supervisor says and writes when things go wrong around it; real workers are in tests/integration."""

from __future__ import annotations

import logging
import re
import shutil
import signal
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, JobState, StoreError
from lpntk.pipeline.jobs import supervisor
from lpntk.pipeline.jobs.supervisor import Supervisor, obituary
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from support.workers import wait_for

DIGITS = AnalysisRequest(DataSettings("digits", limit=200))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (-signal.SIGKILL, "was killed, most likely because memory ran out: .*smaller memory budget"),
        (
            -signal.SIGBUS,
            "by signal SIGBUS, most likely because a disk ran full or failed: .*when there is room",
        ),
        (-signal.SIGSEGV, "by signal SIGSEGV: what was finished is kept, so start it again"),
        (9, "ended with status 9 and its log says why"),
    ],
)
def test_a_dead_worker_s_obituary_says_what_it_died_of(status: int, sentence: str) -> None:
    assert re.search(sentence, obituary(status))


def test_an_end_that_cannot_be_written_is_written_when_it_can(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor, "POLL_SECONDS", 0.001)
    workspace.submit(DIGITS)
    supervised = Supervisor(workspace._database, lambda: workspace._clock() + 10)
    lease = supervised._claim()
    assert lease is not None
    finish, calls = jobs.finish, []

    def full_at_first(*arguments: object, **named: object) -> None:
        calls.append(arguments)
        if len(calls) < 20:
            raise StoreError("The disk is full.")
        finish(*arguments, **named)

    monkeypatch.setattr(jobs, "finish", full_at_first)
    supervised._end(lease, JobState.FAILED, "It broke.")

    view = workspace.analysis(lease.analysis_id)
    assert (view.state, view.error) == (JobState.FAILED, "It broke.")
    assert caplog.messages == ["The disk is full."]


def test_an_unexpected_error_does_not_end_the_search_for_work(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor, "POLL_SECONDS", 0.001)
    polls: list[int] = []

    def fail_at_first(self: Supervisor) -> None:
        polls.append(1)
        if len(polls) < 5:
            raise TypeError("nobody thought of that")

    monkeypatch.setattr(Supervisor, "_claim", fail_at_first)
    with workspace.supervise():
        wait_for(lambda: len(polls) > 10)

    said = "Looking for work failed with an unexpected TypeError: nobody thought of that"
    assert caplog.messages == [said, f"That is over: {said}"]


def test_a_database_that_is_removed_is_said_once_and_once_that_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor, "POLL_SECONDS", 0.001)
    polls: list[int] = []
    claim = Supervisor._claim

    def counted(self: Supervisor) -> jobs.Lease | None:
        polls.append(1)
        return claim(self)

    monkeypatch.setattr(Supervisor, "_claim", counted)
    folder, away = tmp_path / "here", tmp_path / "away"
    folder.mkdir()
    caplog.set_level(logging.WARNING)
    with Workspace.open(f"sqlite:///{folder}/x.db") as workspace, workspace.supervise():
        folder.rename(away)
        seen = len(polls)
        wait_for(lambda: len(polls) > seen + 50)
        with pytest.raises(StoreError, match="was removed while it was open"):
            workspace.submit(DIGITS)
        shutil.rmtree(folder, ignore_errors=True)
        away.rename(folder)
        wait_for(lambda: len(caplog.messages) == 2)

    first, second = caplog.messages
    assert "was removed while it was open" in first
    assert second == f"That is over: {first}"
