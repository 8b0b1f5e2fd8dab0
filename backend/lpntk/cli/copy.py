"""`lpntk copy`: an analysis in another database, to give it to somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, Database
from lpntk.cli.progress import reading_progress


def copy(
    analysis_id: AnalysisId,
    to: Annotated[
        str,
        typer.Argument(metavar="URL", help="Where to: sqlite:///FILE, which is made, or a server's."),
    ],
    db: Database = None,
) -> None:
    """Copy an analysis with everything that belongs to it into another database."""
    from lpntk.pipeline.workspace import Workspace

    with (
        Workspace.open(db, create=False) as workspace,
        reading_progress(f"Copying analysis {analysis_id}", "rows") as progress,
    ):
        copied, place = workspace.copy(analysis_id, to, progress)
    if not copied.is_new:
        typer.echo(f"It is in {place} already, as analysis {copied.id}: nothing was copied.")
        return
    typer.echo(f"Analysis {analysis_id} is analysis {copied.id} in {place} now.")
    if copied.kept:
        typer.echo(f"What was there before on {copied.kept:,} of its samples stays as it is.")
