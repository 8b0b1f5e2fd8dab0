"""Arguments and options that several commands take, and how their values are read."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from lpntk.domain import InputError

Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        envvar="LPNTK_DB",
        metavar="URL",
        help="Where analyses are kept.",
        show_default="sqlite:///data/lpntk.db",
    ),
]
AnalysisId = Annotated[int, typer.Argument(metavar="ID", help="The analysis, as `lpntk list` numbers it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program to read.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")]

_UNITS = {"": 1, "B": 1, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40}


def memory_size(text: str, field: str) -> int:
    """The bytes in a size such as "4GiB", "512 MiB" or "1073741824".

    Raises
    ------
    InputError
        If `text` is no such size; the error names `field`.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text)
    unit = _UNITS.get(match[2].upper()) if match else None
    if match is None or unit is None:
        raise InputError(
            f"{field} is '{text}': give bytes or a number with KiB, MiB, GiB or TiB, such as 4GiB.",
            field=field,
        )
    return int(float(match[1]) * unit)


def size_text(size: int) -> str:
    """`size` in bytes as `memory_size` reads it, in the largest unit that divides it."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)
