"""`lpntk cancel`: stop what is computed elsewhere."""

from __future__ import annotations

import typer

from lpntk.cli.options import AnalysisId, Database
from lpntk.domain import JobState


def cancel(analysis_id: AnalysisId, db: Database = None) -> None:
    """Stop an analysis that waits or is computed elsewhere, or its tasks; what is finished is kept."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        view = workspace.analysis(analysis_id)
        tasks = [task for task in view.tasks if task.state in (JobState.QUEUED, JobState.RUNNING)]
        if view.state is not JobState.DONE or not tasks:
            workspace.cancel(analysis_id)
            typer.echo(f"Analysis {analysis_id} is cancelled: lpntk resume {analysis_id} goes on with it.")
        for task in tasks:
            workspace.cancel_task(analysis_id, task.id)
            again = f"the same command, or lpntk resume {analysis_id}, goes on with it."
            typer.echo(f"The {task.kind} of analysis {analysis_id} is cancelled: {again}")
