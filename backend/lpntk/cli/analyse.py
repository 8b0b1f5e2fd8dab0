"""`lpntk analyse`: from samples to a finished analysis."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli import exits
from lpntk.cli.analysis_options import takes_settings
from lpntk.cli.estimate import print_estimate
from lpntk.cli.experiment_run import print_result, run_experiment
from lpntk.cli.options import Cluster, Database
from lpntk.cli.progress import reading_progress, stage_progress
from lpntk.domain import AnalysisRequest, ConflictError, JobProgress, JobState
from lpntk.domain.request import SETTINGS
from lpntk.pipeline.experiments.kernel_over_training import KERNEL_OVER_TRAINING

if TYPE_CHECKING:
    from lpntk.pipeline.workspace import Workspace

PlanOnly = Annotated[
    bool,
    typer.Option("--plan", help="Say what it will take in time, memory and disk, and stop there."),
]
Checkpoints = Annotated[
    str | None,
    typer.Option(
        metavar="EPOCHS",
        help="After the analysis look at the kernel over the training, after these epochs: 1,2,5,best.",
    ),
]
Prepare = Annotated[
    bool,
    typer.Option("--prepare", help="Stop before the kernel's parts: lpntk work computes them in shards."),
]

_NEXT = (
    "Analysis {id} is prepared: lpntk work {id} --shard K/N --folder DIR computes each of N shards of its "
    "kernel, then lpntk gather {id} --folder DIR.\n"
    "lpntk cluster slurm {id} --folder DIR prints a job array that does so."
)


@takes_settings(*SETTINGS)
def analyse(
    plan: PlanOnly = False,
    prepare: Prepare = False,
    cluster: Cluster = None,
    checkpoints: Checkpoints = None,
    db: Database = None,
    **settings: Any,
) -> None:
    """Train or load a classifier, compute its kernel over the samples, and print the analysis's id.

    The same command again goes on where it was stopped, and does nothing where it is finished; it is another
    analysis where the files, the checkpoint or the model's code have changed.
    """
    request = AnalysisRequest.from_settings(settings)
    options = {"checkpoints": checkpoints}
    if checkpoints is not None:
        KERNEL_OVER_TRAINING.asked(request, options)  # what cannot be done is said before the analysis
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        if plan:
            print_estimate(workspace.estimate(request, cluster=cluster))
            return
        analysis_id = run_analysis(workspace, request, prepare=prepare, cluster=cluster)
        if checkpoints is not None and not prepare:
            _look_over_training(workspace, analysis_id, options)
        typer.echo(analysis_id)


def _look_over_training(workspace: Workspace, analysis_id: int, options: dict[str, Any]) -> None:
    from lpntk.pipeline.experiments import outcomes

    task_id = run_experiment(workspace, analysis_id, KERNEL_OVER_TRAINING.name, options)
    with workspace.results(analysis_id) as results:
        result = outcomes.of_task(results, task_id).result
    if result is not None:
        print_result(KERNEL_OVER_TRAINING, result, to_error=True)


def run_analysis(
    workspace: Workspace, request: AnalysisRequest, *, prepare: bool = False, cluster: str | None = None
) -> int:
    """Bring the analysis that `request` asks for to its end, with progress on standard error; its id.

    Parameters
    ----------
    prepare
        Only to where its kernel can be computed in shards.
    cluster
        Of `Workspace.run`.
    """
    with reading_progress("The files look changed: reading them") as reading:
        added = workspace.submit(request, reading=reading)
    if added.earlier is not None:
        what = ", ".join(added.changed)
        typer.echo(f"Changed since analysis {added.earlier}: {what}. This is a new analysis.", err=True)
    if prepare:
        finish_analysis(workspace, added.id, lambda told: workspace.prepare(added.id, told))
        if workspace.analysis(added.id).state is not JobState.DONE:
            typer.echo(_NEXT.format(id=added.id), err=True)
        return added.id
    return finish_analysis(
        workspace,
        added.id,
        lambda told: workspace.run(added.id, told, discard_refused=True, cluster=cluster),
    )


def finish_analysis(
    workspace: Workspace,
    analysis_id: int,
    run: Callable[[Callable[[JobProgress], None]], None] | None = None,
) -> int:
    """Run a queued analysis, with progress on standard error; its id.

    Parameters
    ----------
    run
        Does it, telling what it is given how far it is; None for `Workspace.run`, and what is refused goes.
    """
    run = run or (lambda told: workspace.run(analysis_id, told, discard_refused=True))
    view = workspace.analysis(analysis_id)
    if view.state == JobState.DONE:
        typer.echo(f"Analysis {analysis_id} is finished already.", err=True)
        return analysis_id
    typer.echo(f"Analysis {analysis_id}: {view.name}", err=True)
    try:
        with stage_progress(view.stages, lambda: workspace.analysis(analysis_id).stages) as on_progress:
            run(on_progress)
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
