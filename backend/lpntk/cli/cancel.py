"""`lpntk cancel`: stop what is computed elsewhere."""

from __future__ import annotations

import typer

from lpntk.cli.options import AnalysisId, Database


def cancel(analysis_id: AnalysisId, db: Database = None) -> None:
    """Stop an analysis that waits or is computed by another process; what is finished is kept."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        workspace.cancel(analysis_id)
    typer.echo(f"Analysis {analysis_id} is cancelled: lpntk resume {analysis_id} goes on with it.")
