"""Tasks on a finished analysis in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from lpntk.cli import exits
from lpntk.cli.progress import stage_progress

if TYPE_CHECKING:
    from lpntk.pipeline.workspace import Workspace


def run_task(workspace: Workspace, task_id: int) -> None:
    """Do in this process what is left of a task, with bars that say how far it is; Ctrl-C cancels it."""
    try:
        with stage_progress(()) as tell:
            workspace.run_task(task_id, tell)
    except KeyboardInterrupt:
        typer.echo("Stopped. What is finished is kept: the same command goes on from there.", err=True)
        raise typer.Exit(exits.INTERRUPTED) from None
