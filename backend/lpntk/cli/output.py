"""What commands print and write."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

import typer
from rich.console import Console

from lpntk.domain.files import check_output as check_output
from lpntk.domain.files import write_whole as write_whole

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
