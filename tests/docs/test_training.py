"""The scripts of docs/training.md, in their order, on a database of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from lpntk.learning.recording.files import read_recording
from support.pages import DOCS


def test_every_script_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LPNTK_DB", f"sqlite:///{tmp_path / 'x.db'}")
    page = (DOCS / "training.md").read_text()

    with torch.random.fork_rng():
        torch.manual_seed(0)
        for script in re.findall(r"```python\n(.*?)```", page, flags=re.S):
            if "training.pt" in script:  # interrupted after its second epoch
                exec(compile(script.replace(", 5)", ", 2)"), "training.md", "exec"), {})
            exec(compile(script, "training.md", "exec"), {})

    said = capsys.readouterr().out
    assert float(said.splitlines()[0]) >= 1
    assert "mean" in said
    files = {path.name for path in tmp_path.iterdir()}
    assert read_recording(tmp_path / "resumed.trace").epochs.tolist() == [1, 2, 3, 4, 5]
    assert files >= {"run.trace", "run.trace.epoch-1.pt", "run.trace.last.pt"}
