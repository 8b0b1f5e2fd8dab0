"""`lpntk analyse`: from images to a finished analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from lpntk.cli import analysis_options as options
from lpntk.cli.forecast import print_forecast
from lpntk.cli.notes import kernel_notes
from lpntk.cli.options import Database, memory_size, size_text
from lpntk.cli.progress import stage_progress
from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    InputError,
    JobState,
    KernelSettings,
    LearningSettings,
    Stage,
    StructureSettings,
)

if TYPE_CHECKING:
    from lpntk.pipeline.workspace import Workspace

EXIT_INTERRUPTED = 130

_LEARNING = LearningSettings()
_KERNEL = KernelSettings()
_STRUCTURE = StructureSettings()
_MEMORY_BUDGET, _STORAGE_BUDGET = size_text(_KERNEL.memory_budget), size_text(_KERNEL.storage_budget)


def analyse(
    source: options.Source,
    name: options.Name = None,
    root: options.Root = None,
    split: options.Split = "train",
    limit: options.Limit = None,
    image_size: options.ImageSize = None,
    model: options.Model = _LEARNING.model,
    checkpoint: options.CheckpointFile = None,
    epochs: options.Epochs = _LEARNING.epochs,
    learning_rate: options.LearningRate = None,
    batch_size: options.BatchSize = _LEARNING.batch_size,
    label_vector: options.LabelVector = _KERNEL.label_vector,
    method: options.Method = _KERNEL.method,
    sketch_width: options.SketchWidth = _KERNEL.sketch_width,
    parameters: options.Parameters = None,
    on_bad_gradient: options.BadGradient = _KERNEL.on_bad_gradient,
    neighbours: options.Neighbours = _KERNEL.neighbours,
    memory_budget: options.MemoryBudget = _MEMORY_BUDGET,
    storage_budget: options.StorageBudget = _STORAGE_BUDGET,
    heads: options.Heads = _STRUCTURE.heads,
    seed: options.Seed = 0,
    device: options.Device = "auto",
    plan: options.PlanOnly = False,
    db: Database = None,
) -> None:
    """Train or load a classifier, compute its kernel over the images, and print the analysis's id.

    The same command again goes on where it was stopped, and does nothing where it is finished.
    """
    request = AnalysisRequest(
        data=DataSettings(source, root, split, limit, image_size),
        learning=LearningSettings(model, checkpoint, epochs, learning_rate, batch_size),
        kernel=KernelSettings(
            label_vector,
            method,
            sketch_width,
            parameters,
            on_bad_gradient,
            neighbours,
            memory_size(memory_budget, "memory_budget"),
            memory_size(storage_budget, "storage_budget"),
        ),
        structure=StructureSettings(heads),
        seed=seed,
        device=device,
        name=name,
    )
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        if plan:
            print_forecast(workspace.forecast(request), request.kernel)
        else:
            typer.echo(run_analysis(workspace, request))


def run_analysis(workspace: Workspace, request: AnalysisRequest) -> int:
    """Bring the analysis that `request` asks for to its end, with progress on standard error; its id."""
    return finish_analysis(workspace, workspace.submit(request))


def finish_analysis(workspace: Workspace, analysis_id: int) -> int:
    """Bring a queued analysis to its end, with progress on standard error; its id."""
    view = workspace.analysis(analysis_id)
    if view.state == JobState.DONE:
        typer.echo(f"Analysis {analysis_id} is finished already.", err=True)
        return analysis_id
    typer.echo(f"Analysis {analysis_id}: {view.name}", err=True)
    try:
        with stage_progress(view.stages) as on_progress:
            workspace.run(analysis_id, on_progress)
    except KeyboardInterrupt:
        typer.echo("Stopped. What is finished is kept: the same command goes on from there.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except InputError:
        # Another input is another analysis: this one would only stand in the list.
        done = {stage.stage for stage in workspace.analysis(analysis_id).stages if stage.done}
        if done <= {Stage.DATA}:
            workspace.delete(analysis_id)
        raise
    for note in kernel_notes(workspace.analysis(analysis_id)):
        typer.echo(note, err=True)
    return analysis_id
