"""Every command and script of docs/labels.md, in their order, on a database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from lpntk.pipeline.workspace import Workspace
from support.pages import run_page


def decide() -> None:
    """What a person does in the page between the commands: accept one suggestion, exclude another sample."""
    with Workspace.open() as workspace:
        with workspace.results(1) as results:
            first, second = results.indices[:2].tolist()
            label = int(results.labels[0])
        workspace.decide(1, first, "relabel", (label + 1) % 10)
        workspace.decide(1, second, "exclude")


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()
    decided = []

    def decide_first(command: str) -> None:
        if command == "decisions" and not decided:
            decide()
            decided.append(command)

    ran = run_page("labels.md", decide_first)

    assert set(ran) == {"analyse", "label-issues", "decisions", "forecast"}
    issues = (tmp_path / "issues.csv").read_text().splitlines()
    assert len(issues) == 21
    assert "evidence_suggested" in issues[0]
    assert (tmp_path / "excluded.txt").read_text().split()
    with Workspace.open() as workspace:
        newest = workspace.analyses()[0]
        assert newest.samples == 399
        assert (newest.request.data.labels or "").endswith("decisions.csv")
