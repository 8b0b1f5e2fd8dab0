"""`lpntk export`: an analysis's results as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, Database
from lpntk.cli.output import check_output, write_whole
from lpntk.domain import require_one_of


def export(
    analysis_id: AnalysisId,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="kernel (.npy or .npz), summary (.npz), clusters (.json or .csv), scores (.csv or .json) "
            "or report (.html).",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; the suffix is the format.")
    ],
    db: Database = None,
) -> None:
    """Write a result to a file; the report is one page that needs no server."""
    from lpntk.pipeline.workspace import EXPORTS, Workspace

    format_name = check_output(output, EXPORTS[require_one_of(what, EXPORTS, "result", field="what")])
    with Workspace.open(db) as workspace:
        content = workspace.export(analysis_id, what, format_name)
    write_whole(output, content)
    typer.echo(f"Written to {output}.")
