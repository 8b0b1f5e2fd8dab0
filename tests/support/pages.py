"""Pages of docs/ whose code is run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from support.commands import run_lpntk

DOCS = Path(__file__).resolve().parents[2] / "docs"


def run_page(name: str) -> list[str]:
    """Run every command and script of a page in their order in the working folder; gives the commands."""
    ran = []
    page = DOCS / name
    for language, text in re.findall(r"```(\w+)\n(.*?)```", page.read_text(), flags=re.S):
        if language == "python":
            exec(compile(text, str(page), "exec"), {})
            continue
        for line in text.strip().splitlines():
            command, *arguments = shlex.split(line, comments=True)
            assert command == "lpntk"
            done = run_lpntk(*arguments)
            assert done.exit_code == 0, (line, done.output)
            ran.append(line)
    return ran
