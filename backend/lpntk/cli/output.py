"""What commands print and write."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from lpntk.domain import InputError

# Output that goes into a file or another program must not be cut at the 80 columns that rich assumes there.
_WIDTH_WITHOUT_TERMINAL = 160


def console(*, to_error: bool = False) -> Console:
    """A console on standard output, or standard error; names in brackets are names, not styles."""
    is_terminal = (sys.stderr if to_error else sys.stdout).isatty()
    width = None if is_terminal else _WIDTH_WITHOUT_TERMINAL
    return Console(width=width, highlight=False, markup=False, stderr=to_error)


def print_json(value: Any) -> None:
    """Print plain values as JSON; a number that JSON has no word for becomes null."""
    typer.echo(json.dumps(_without_nan(value), indent=2, ensure_ascii=False))


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and value != value else value


def duration(seconds: float) -> str:
    """A length of time for people: "0.4 s", "1 min 20 s", "2 h 5 min"."""
    if round(seconds, 1) < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def local_time(moment: str) -> str:
    """An ISO 8601 time as a clock on the wall here shows it, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def check_output(path: Path, formats: Iterable[str]) -> str:
    """Which of `formats` the name of an output file asks for, checked before any work is done for it.

    Raises
    ------
    InputError
        If the file could not be written there.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder: give the name of a file in it.", field="output")
    if not path.parent.is_dir():
        raise InputError(
            f"There is no folder {path.parent} to write {path.name} into: create it first.", field="output"
        )
    suffixes = [f".{name}" for name in formats]
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise InputError(
            f"{path} does not say which format to write: end its name in {' or '.join(suffixes)}.",
            field="output",
        )
    return suffix.removeprefix(".")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at no time a part of it stands under its name.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}): choose another place.", field="output"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
