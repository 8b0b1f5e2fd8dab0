"""`lpntk delete`: an analysis that is wanted no more."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, Database


def delete(
    analysis_id: AnalysisId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    db: Database = None,
) -> None:
    """Delete an analysis with all its results, and give its space back."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        name = workspace.analysis(analysis_id).name
        if not yes:
            typer.confirm(f"Delete analysis {analysis_id} ({name}) with all its results?", abort=True)
        workspace.delete(analysis_id)
    typer.echo(f"Analysis {analysis_id} ({name}) is deleted.")
