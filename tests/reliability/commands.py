"""A small analysis by the command, as a process of its own."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reliability.outcomes import is_sentence
from support.commands import start_lpntk

EXIT_REFUSED = 2
SECONDS_TO_END = 60
LONGEST_RUN = 900
KERNELS = ("exact", "sketch")

_BUSY = "another process"


@dataclass(frozen=True)
class Form:
    """The settings of a small analysis, for the command line and for the API."""

    kernel: str = "exact"
    samples: int = 150
    epochs: int = 3

    @property
    def options(self) -> tuple[str, ...]:
        """As arguments of `lpntk`."""
        given = {"limit": self.samples, "epochs": self.epochs, "model": "mlp", "kernel": self.kernel}
        words = (word for name, value in given.items() for word in (f"--{name}", str(value)))
        return "analyse", "digits", *words

    @property
    def fields(self) -> dict[str, Any]:
        """As the body of a request."""
        given = {"limit": self.samples, "epochs": self.epochs, "model": "mlp", "method": self.kernel}
        return {"source": "digits", **given}


@dataclass(frozen=True)
class Ended:
    """A process that has ended, and what it said."""

    status: int
    stdout: str
    stderr: str

    @property
    def refusal(self) -> str | None:
        """The one sentence of a command that ended as an error for people should; None if it did not."""
        _, _, sentence = self.stderr.rpartition("lpntk: ")
        return sentence.strip() if self.status == EXIT_REFUSED and is_sentence(sentence) else None

    @property
    def complaint(self) -> str | None:
        """What is wrong with how it ended, whatever made it end."""
        if "Traceback" in self.stderr:
            return f"a traceback: {self.stderr}"
        if _BUSY in self.stderr:
            return f"it waits for a process that is gone: {self.stderr}"
        return None


def database_url(folder: Path) -> str:
    """The URL of the one database in a folder."""
    return f"sqlite:///{folder / 'lpntk.db'}"


def ended(process: subprocess.Popen[str], seconds: float = SECONDS_TO_END) -> Ended:
    """What a process said at its end; TimeoutExpired if it is not over by then."""
    stdout, stderr = process.communicate(timeout=seconds)
    return Ended(process.returncode, stdout, stderr)


@contextmanager
def started(*arguments: str, **named: Any) -> Iterator[subprocess.Popen[str]]:
    """A command that is gone when the block ends."""
    with start_lpntk(*arguments, **named) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def analyse(form: Form, folder: Path, room: int | None = None) -> Ended:
    """Run the command until it ends by itself; no file that it writes may be larger than `room`."""
    with started(*form.options, "--db", database_url(folder)) as process:
        if room is not None:
            # Before it can have written: the interpreter has not even begun to load it.
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        return ended(process, LONGEST_RUN)


def finish(form: Form, folder: Path) -> None:
    """Run the command as far as it must come.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    run = analyse(form, folder)
    if run.status:
        raise RuntimeError(f"An analysis that nobody disturbed failed: {run.stderr}")
