"""Every command and script of docs/exports.md, in their order, on a database of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.pages import run_page


def test_every_command_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()

    ran = run_page("exports.md")

    assert set(ran) == {"analyse", "prune", "tag", "tags", "copy", "list", "export"}
    assert json.loads((tmp_path / "first-try.json").read_text())["name"] == "first try"
    printed = capsys.readouterr().out
    assert "Is it a 7?" in printed
    assert "kept: 320 samples" in printed
    assert (tmp_path / "for-a-colleague.db").stat().st_size > 100_000
    assert "most interchangeable:" in printed
    assert "(8, 8)" in printed or "(64, 64)" in printed
