"""The command in a process of its own, killed in the middle and given again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lpntk.domain import JobState
from lpntk.pipeline.workspace import Workspace
from support.workers import prepare_workers

LPNTK = [sys.executable, "-c", "from lpntk.cli.main import run; run()"]
ANALYSE = [*LPNTK, "analyse", "digits", "--limit", "200", "--epochs", "1", "--model", "mlp"]


def test_a_command_that_was_killed_goes_on_at_once_when_it_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LPNTK_DB", f"sqlite:///{tmp_path / 'x.db'}")
    with monkeypatch.context() as patch:
        prepare_workers(
            patch,
            tmp_path,
            """
            import os, signal
            from lpntk.store import structure

            structure.write_clustering = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
            """,
        )
        killed = subprocess.run(ANALYSE, capture_output=True, check=False)
        assert killed.returncode == -9

    again = subprocess.run(ANALYSE, capture_output=True, text=True, check=False)

    assert again.returncode == 0, again.stderr
    assert again.stdout.strip() == "1"
    with Workspace.open() as workspace:
        view = workspace.analysis(1)
    assert (view.state, view.attempt) == (JobState.DONE, 2)
