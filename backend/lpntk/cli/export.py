"""`lpntk export`: an analysis's results as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, Database
from lpntk.cli.output import check_output, write_whole
from lpntk.domain import require_one_of
from lpntk.domain.exports import EXPORTS, Result

_RESULTS = ", ".join(
    f"{export.result} ({' or '.join(f'.{ending}' for ending in export.formats)})"
    for export in EXPORTS.values()
)


def export(
    analysis_id: AnalysisId,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"{_RESULTS}.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; the suffix is the format.")
    ],
    images: Annotated[bool, typer.Option("--images", help="Have the small images in atlas, too.")] = False,
    db: Database = None,
) -> None:
    """Write a result to a file; the report is one page that needs no server, atlas is for other programs."""
    result = EXPORTS[Result(require_one_of(what, EXPORTS, "result", field="what"))]
    format_name = check_output(output, result.formats)
    from lpntk.pipeline.results import files
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        content = files.export(results, what, format_name, images=images)
    write_whole(output, content)
    typer.echo(f"Written to {output}.")
