"""`lpntk cluster`: what a scheduler is given to compute an analysis by."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from lpntk.domain import AnalysisRequest, InputError
from lpntk.domain.errors import shown
from lpntk.domain.sizes import bytes_in, whole_size

# Half of what a process may take goes to the kernel, as everywhere: the rest to itself and to the samples.
MEMORY_SHARE = 2

Cpus = Annotated[int, typer.Option(min=1, metavar="N", help="Processor cores of each.")]
Memory = Annotated[
    str, typer.Option(metavar="SIZE", help="Memory of each, of which the kernel's computation takes half.")
]


def memory_bytes(text: str) -> int:
    """The bytes in a size as schedulers write it, "8G" or "8Gi", or as we do, "8GiB": all the same.

    Raises
    ------
    InputError
        If it is no such size, or less than a MiB.
    """
    size = bytes_in(re.sub(r"(?i)([KMGT])(iB?|B)?\s*$", r"\1iB", text))
    if size is None or size < 1 << 20 or size % (1 << 20):
        raise InputError(
            f"The memory is '{shown(text)}': give a whole number of MiB or more, such as 8G.", field="memory"
        )
    return size


def short_size(size: int) -> str:
    """Bytes as schedulers write them, less what they want after the first letter: "8G"."""
    return whole_size(size).removesuffix("iB")


def require_one_line(text: str, field: str) -> str:
    """The text, if it can stand in a line of a script. InputError otherwise."""
    if not text.isprintable():
        raise InputError(
            f"{shown(text)} has characters that cannot stand in a script: name another {field}.", field=field
        )
    return text


def require_device(analysis_id: int, request: AnalysisRequest, gpus: int) -> None:
    """InputError if the analysis was asked for on another kind of device than there will be."""
    if gpus and request.device not in ("auto", "cuda"):
        raise InputError(
            f"Analysis {analysis_id} was asked for with --device {request.device}, and GPUs would idle: "
            "leave --gpus out, or ask for the analysis with --device auto.",
            field="gpus",
        )
    if request.device == "cuda" and not gpus:
        raise InputError(
            f"Analysis {analysis_id} was asked for with --device cuda: say how many by --gpus.", field="gpus"
        )


def program() -> str:
    """Where the `lpntk` of this environment is."""
    beside = Path(sys.executable).with_name("lpntk")
    return str(beside) if beside.exists() else "lpntk"
