"""Every command and script of docs/experiments.md, in their order, after an analysis that they speak of."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import lpntk
from lpntk.pipeline.experiments.registry import EXPERIMENTS
from lpntk.pipeline.workspace import Workspace
from support.commands import run_lpntk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "experiments.md"


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()
    assert run_lpntk("analyse", "digits", "--limit", 100, "--epochs", 2).exit_code == 0
    page = PAGE.read_text()
    [commands] = re.findall(r"```\n(lpntk.*?)```", page, flags=re.S)
    [script] = re.findall(r"```python\n(.*?)```", page, flags=re.S)
    for line in commands.splitlines():
        command, *arguments = shlex.split(line, comments=True)
        assert command == "lpntk"
        done = run_lpntk(*arguments)
        assert done.exit_code == 0, (line, done.output)
    assert (tmp_path / "forgetting.html").stat().st_size > 10_000

    with Workspace.open() as workspace:
        names = {task.request["name"] for view in workspace.analyses() for task in view.tasks}
        assert names == {"forgetting", "cluster-tail", "kernel-over-training"}
        exec(compile(script, str(PAGE), "exec"), {"analysis": lpntk.Analysis(workspace, 1)})


def test_the_page_has_every_experiment() -> None:
    page = PAGE.read_text()
    for name in EXPERIMENTS:
        assert f"| `{name}` |" in page
