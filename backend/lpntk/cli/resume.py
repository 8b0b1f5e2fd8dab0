"""`lpntk resume`: go on with an analysis that was stopped."""

from __future__ import annotations

import typer

from lpntk.cli.analyse import finish_analysis
from lpntk.cli.options import AnalysisId, Database


def resume(analysis_id: AnalysisId, db: Database = None) -> None:
    """Go on with an analysis that failed, was cancelled or waits, from where it stopped; print its id."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        typer.echo(finish_analysis(workspace, analysis_id, discard_refused=False))
