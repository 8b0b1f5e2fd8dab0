"""Arguments and options that several commands take, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lpntk.domain import InputError
from lpntk.domain.sizes import bytes_in

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
Folder = Annotated[
    Path,
    typer.Option(metavar="DIR", help="Where the files of all shards are: a folder that every machine sees."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="auto|HOST:PORT",
        help="Compute the kernel on this Ray cluster (pip install 'lpntk[cluster]'); auto: of this machine.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program to read.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")]


def memory_size(text: str, field: str) -> int:
    """The bytes in a size such as "4GiB", "512 MiB" or "1073741824".

    Raises
    ------
    InputError
        If `text` is no such size; the error names `field`.
    """
    size = bytes_in(text)
    if size is None:
        raise InputError(
            f"{field} is '{text}': give bytes or a number with KiB, MiB, GiB or TiB, such as 4GiB.",
            field=field,
        )
    return size
