"""Running the `lpntk` command in tests: in this process, which is quick, or as a process of its own."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner, Result

from lpntk.cli.main import app

SAMPLES = 100
SMALL = ("digits", "--limit", str(SAMPLES), "--epochs", "1")


@dataclass(frozen=True)
class Finished:
    """A database with one finished analysis."""

    db: str
    id: int


@dataclass(frozen=True)
class Prepared:
    """A database with one prepared analysis, number 1, and where its shards are to go."""

    db: str
    file: Path
    parts: Path
    stderr: str

    def work(self, shard: str, *options: str) -> tuple[str, ...]:
        """The words of the command that computes a shard."""
        return ("work", "1", "--shard", shard, "--folder", str(self.parts), *options)


def run_lpntk(*arguments: object, db: str | None = None) -> Result:
    """Run a command in this process; `db` goes to --db."""
    words = [str(argument) for argument in arguments]
    if db:
        words[1:1] = ["--db", db]
    return CliRunner().invoke(app, words, catch_exceptions=False, prog_name="lpntk")


def start_lpntk(*arguments: object, **variables: str) -> subprocess.Popen[str]:
    """Start the installed command with pipes for its output."""
    command = [str(Path(sys.executable).parent / "lpntk"), *(str(argument) for argument in arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **variables},
    )


def address_of(process: subprocess.Popen[str], seconds: float = 120) -> str:
    """The address that `lpntk serve` prints when it is ready; RuntimeError if it does not in that time."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    line = process.stdout.readline() if ready else ""
    found = re.search(r"http://\S+:\d+", line)
    if found is None:
        process.kill()
        raise RuntimeError(f"the server did not come up: {process.communicate()[1]}")
    return found[0]
