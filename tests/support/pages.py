"""Pages of docs/ whose code is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from support.commands import run_lpntk

DOCS = Path(__file__).resolve().parents[2] / "docs"


def nothing(command: str) -> None:
    """What a person does before a command where it is nothing."""


def run_page(name: str, before: Callable[[str], None] = nothing) -> list[str]:
    """Run every command and script of a page in their order in the working folder; gives the commands' names.

    `before` is called with the name of each command before it is run.
    """
    ran = []
    page = DOCS / name
    for language, text in re.findall(r"```(\w+)\n(.*?)```", page.read_text(), flags=re.S):
        if language == "python":
            exec(compile(text, str(page), "exec"), {})
            continue
        for line in text.strip().splitlines():
            command, *arguments = shlex.split(line, comments=True)
            assert command == "lpntk"
            before(arguments[0])
            done = run_lpntk(*arguments)
            assert done.exit_code == 0, (line, done.output)
            ran.append(arguments[0])
    return ran
