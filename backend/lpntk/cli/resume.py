"""`lpntk resume`: go on with an analysis that was stopped."""

from __future__ import annotations

import typer

from lpntk.cli.analyse import finish_analysis
from lpntk.cli.options import AnalysisId, Database
from lpntk.cli.tasks import run_task
from lpntk.domain import JobState


def resume(analysis_id: AnalysisId, db: Database = None) -> None:
    """Go on with an analysis that failed, was cancelled or waits, and with its tasks; print its id."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        view = workspace.analysis(analysis_id)
        stopped = [task for task in view.tasks if task.state in (JobState.FAILED, JobState.CANCELLED)]
        if view.state is not JobState.DONE or not stopped:
            finish_analysis(workspace, analysis_id, discard_refused=False)
        for task in stopped:
            typer.echo(f"Going on with the {task.kind} {task.id}.", err=True)
            run_task(workspace, task.id)
        typer.echo(analysis_id)
