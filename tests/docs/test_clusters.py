"""The commands of docs/clusters.md that need nobody else, in their order, on a database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from lpntk.domain import JobState
from lpntk.pipeline.workspace import Workspace
from support.pages import run_page


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()

    assert run_page("clusters.md") == ["analyse", "work", "work", "work", "gather"]

    assert len(list((tmp_path / "parts").iterdir())) == 3
    with Workspace.open() as workspace:
        assert workspace.analysis(1).state is JobState.DONE
