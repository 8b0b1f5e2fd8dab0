"""Every command and script of docs/evaluation.md, in their order, on a database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.pages import run_page


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()
    run_page("evaluation.md")
    assert len((tmp_path / "trainings.csv").read_text().splitlines()) == 1 + 3 * (1 + 2 * 3)
