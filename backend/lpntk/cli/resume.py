"""`lpntk resume`: go on with an analysis that was stopped."""

from __future__ import annotations

import typer

from lpntk.cli import exits
from lpntk.cli.analyse import finish_analysis
from lpntk.cli.options import AnalysisId, Cluster, Database
from lpntk.cli.tasks import run_task
from lpntk.domain import JobState, LpntkError
from lpntk.domain.job import STOPPED


def resume(analysis_id: AnalysisId, cluster: Cluster = None, db: Database = None) -> None:
    """Go on with an analysis that failed, was cancelled or waits, and with its tasks; print its id."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        view = workspace.analysis(analysis_id)
        stopped = [task for task in view.tasks if task.state in STOPPED]
        if view.state is not JobState.DONE or not stopped:
            finish_analysis(
                workspace, analysis_id, lambda told: workspace.run(analysis_id, told, cluster=cluster)
            )
        failed = 0
        for task in stopped:
            typer.echo(f"Going on with the {task.kind} {task.id}.", err=True)
            try:
                run_task(workspace, task.id)
            except LpntkError as error:
                failed += 1
                typer.echo(f"lpntk: {error.message}", err=True)
        typer.echo(analysis_id)
    if failed:
        raise typer.Exit(exits.INPUT)
