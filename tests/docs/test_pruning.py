"""Every command and script of docs/pruning.md, in their order, on a database of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lpntk.pruning.by_score import ENDS
from lpntk.pruning.samplers import SAMPLERS
from support.pages import DOCS, run_page


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()
    run_page("pruning.md")
    written = json.loads((tmp_path / "kept.json").read_text())
    assert written["forecast"]["samples"] == 40
    assert len(written["indices"]) == 120


def test_the_page_has_every_end_and_sampler() -> None:
    page = (DOCS / "pruning.md").read_text()
    for name in (*ENDS, *SAMPLERS):
        assert f"`{name}`" in page
