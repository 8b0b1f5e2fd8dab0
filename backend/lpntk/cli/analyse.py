"""`lpntk analyse`: from images to a finished analysis."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli import exits
from lpntk.cli.analysis_options import takes_settings
from lpntk.cli.estimate import print_estimate
from lpntk.cli.options import Database
from lpntk.cli.progress import reading_progress, stage_progress
from lpntk.domain import AnalysisRequest, ConflictError, JobState
from lpntk.domain.request import SETTINGS

if TYPE_CHECKING:
    from lpntk.pipeline.workspace import Workspace

PlanOnly = Annotated[
    bool,
    typer.Option("--plan", help="Say what the kernel will take in memory, disk and time, and stop there."),
]


@takes_settings(*SETTINGS)
def analyse(plan: PlanOnly = False, db: Database = None, **settings: Any) -> None:
    """Train or load a classifier, compute its kernel over the images, and print the analysis's id.

    The same command again goes on where it was stopped, and does nothing where it is finished; it is another
    analysis where the files, the checkpoint or the model's code have changed.
    """
    request = AnalysisRequest.from_settings(settings)
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        if plan:
            print_estimate(workspace.estimate(request))
        else:
            typer.echo(run_analysis(workspace, request))


def run_analysis(workspace: Workspace, request: AnalysisRequest) -> int:
    """Bring the analysis that `request` asks for to its end, with progress on standard error; its id."""
    with reading_progress("The files look changed: reading them") as reading:
        added = workspace.submit(request, reading=reading)
    if added.earlier is not None:
        what = ", ".join(added.changed)
        typer.echo(f"Changed since analysis {added.earlier}: {what}. This is a new analysis.", err=True)
    return finish_analysis(workspace, added.id)


def finish_analysis(workspace: Workspace, analysis_id: int, *, discard_refused: bool = True) -> int:
    """Bring a queued analysis to its end, with progress on standard error; its id."""
    view = workspace.analysis(analysis_id)
    if view.state == JobState.DONE:
        typer.echo(f"Analysis {analysis_id} is finished already.", err=True)
        return analysis_id
    typer.echo(f"Analysis {analysis_id}: {view.name}", err=True)
    try:
        with stage_progress(view.stages) as on_progress:
            workspace.run(analysis_id, on_progress, discard_refused=discard_refused)
    except KeyboardInterrupt:
        with _undisturbed(), suppress(ConflictError):
            workspace.cancel(analysis_id)  # stopped before it began, it would wait for a server to run it
        typer.echo(
            f"Stopped. What is finished is kept: the same command goes on from there, or lpntk resume "
            f"{analysis_id}.",
            err=True,
        )
        raise typer.Exit(exits.INTERRUPTED) from None
    finished = workspace.analysis(analysis_id)
    for note in finished.kernel.notes.values() if finished.kernel else ():
        typer.echo(note, err=True)
    return analysis_id


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C does not stop halfway what the first one asked for."""
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
