"""Every command and script of docs/evaluation.md, in their order, on a database of their own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from support.commands import run_lpntk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "evaluation.md"


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    (tmp_path / "data").mkdir()
    for language, text in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(), flags=re.S):
        if language == "python":
            exec(compile(text, str(PAGE), "exec"), {})
            continue
        for line in text.strip().splitlines():
            command, *arguments = shlex.split(line, comments=True)
            assert command == "lpntk"
            done = run_lpntk(*arguments)
            assert done.exit_code == 0, (line, done.output)
    assert len((tmp_path / "trainings.csv").read_text().splitlines()) == 1 + 3 * (1 + 2 * 3)
