"""`lpntk tag`: put a tag on samples, or take it away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from lpntk.cli.options import AnalysisId, Database
from lpntk.domain import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LISTS = "indices as .npy, .txt, .json or .csv"


def tag(
    analysis_id: AnalysisId,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The tag; it is made where there is none.")],
    add: Annotated[Path | None, typer.Option(metavar="LIST", help=f"Samples that get it: {_LISTS}.")] = None,
    remove: Annotated[
        Path | None, typer.Option(metavar="LIST", help=f"Samples that lose it: {_LISTS}.")
    ] = None,
    indices: Annotated[
        str | None, typer.Option(metavar="1,2,3", help="Samples that get it, by their indices.")
    ] = None,
    db: Database = None,
) -> None:
    """Put a tag on samples, or take it away; a tag without samples is gone.

    Tags belong to the data: they are there in every analysis of the same samples.
    """
    if add is None and remove is None and indices is None:
        raise InputError("Say which samples: give --add LIST, --remove LIST or --indices 1,2,3.", field="add")
    named = _indices(indices) if indices is not None else np.zeros(0, dtype=np.int64)
    from lpntk.pipeline.review import tagging
    from lpntk.pipeline.workspace import Workspace
    from lpntk.pruning.reading import read_indices

    with Workspace.open(db) as workspace, workspace.results(analysis_id) as results:
        of = results.dataset.fingerprint
        given = named if add is None else np.union1d(named, read_indices(add, "add", of))
        taken = () if remove is None else read_indices(remove, "remove", of)
        made = tagging.change(results, name, add=given, remove=taken)
    typer.echo(
        f"Samples with the tag '{made.tag.name}' now: {len(made.tag.indices):,} ({made.changed:,} changed)."
    )


def _indices(text: str) -> NDArray[np.int64]:
    numbers = [part.strip() for part in text.split(",")]
    # Longer ones are no index, and too long for the array.
    if not all(number.isascii() and number.isdecimal() and len(number) <= 10 for number in numbers):
        raise InputError(
            f"indices is '{text}': give whole numbers from 0 with commas between them, such as 1,2,3.",
            field="indices",
        )
    return np.array([int(number) for number in numbers], dtype=np.int64)
