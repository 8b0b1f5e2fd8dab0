"""`lpntk tags`: what samples are tagged with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain import InputError
from lpntk.domain.exports import PLAN_FORMATS

if TYPE_CHECKING:
    from lpntk.domain.keeping import Tag

_ENDINGS = ", ".join(f".{ending}" for ending in PLAN_FORMATS)


def tags(
    analysis_id: AnalysisId,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One tag, whose samples are listed.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=f"Write who has that tag there: {_ENDINGS}."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """List the tags on the samples of an analysis, or who has one of them."""
    if output and name is None:
        raise InputError("Say which tag to write: name it after the analysis.", field="name")
    format_name = check_output(output, PLAN_FORMATS) if output else ""
    from lpntk.pipeline.results import lists
    from lpntk.pipeline.results import tags as reading
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace, workspace.results(analysis_id) as results:
        found = reading.get_all(results) if name is None else [reading.get(results, name)]
        if output:
            write_whole(output, lists.index_list(results, found[0].indices, format_name, name=found[0].name))
    if as_json:
        print_json([_values(tag) for tag in found])
    elif output:
        typer.echo(f"Written to {output}.")
    elif name is not None:
        typer.echo("\n".join(map(str, found[0].indices.tolist())))
    else:
        _print(found)


def _values(tag: Tag) -> dict[str, Any]:
    return {
        "name": tag.name,
        "count": len(tag.indices),
        "colour": tag.colour,
        "indices": tag.indices.tolist(),
    }


def _print(found: list[Tag]) -> None:
    if not found:
        console().print("Nothing is tagged yet: lpntk tag does that, or the page.")
        return
    table = plain_table("Tag", "Samples")
    table.columns[1].justify = "right"
    for tag in found:
        table.add_row(tag.name, f"{len(tag.indices):,}")
    console().print(table)
