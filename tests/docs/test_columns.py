"""Every command and script of docs/columns.md, in their order, on a database of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from support.pages import run_page


def test_every_command_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()

    ran = run_page("columns.md")

    assert set(ran) == {"analyse", "columns", "scores", "prune"}
    assert (
        (tmp_path / "scores.csv").read_text().splitlines()[0].endswith("ink,camera,day,agreement with pixels")
    )
    assert len(np.load(tmp_path / "kept.npy")) == pytest.approx(360, abs=5)
    assert "a near duplicate in pixels (cosine" in (tmp_path / "kept.csv").read_text()
    printed = capsys.readouterr().out
    assert "['pixels', 'ink', 'camera', 'loss by ink', 'noise']" in printed
    assert "are among the 10 nearest by pixels (by chance: 2.5%)" in printed
