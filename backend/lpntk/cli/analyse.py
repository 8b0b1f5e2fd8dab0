"""`lpntk analyse`: from images to a finished analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lpntk.cli.options import Database, memory_size, size_text
from lpntk.cli.progress import stage_progress
from lpntk.domain import (
    LABEL_VECTORS,
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


def analyse(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="digits, mnist, fashion_mnist, kmnist, cifar10, cifar100 or svhn; a folder that holds one "
            "folder of images a class; or an .npz file with images and labels.",
        ),
    ],
    name: Annotated[str | None, typer.Option(help="What to call the analysis.")] = None,
    root: Annotated[str | None, typer.Option(metavar="DIR", help="Where the named data sets lie.")] = None,
    split: Annotated[str, typer.Option(help="Which part of a named data set: train or test.")] = "train",
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="Take only N samples, the same share of each class.")
    ] = None,
    image_size: Annotated[
        int | None, typer.Option(metavar="PIXELS", help="Resize every image to this height and width.")
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            help="lenet, mlp, resnet18, resnet50, torchvision:NAME, or your own function: PKG.MODULE:FACTORY."
        ),
    ] = _LEARNING.model,
    checkpoint: Annotated[
        str | None, typer.Option(metavar="FILE", help="A state dict to load instead of training.")
    ] = None,
    epochs: Annotated[int, typer.Option(help="Epochs to train for.")] = _LEARNING.epochs,
    learning_rate: Annotated[
        float | None, typer.Option(help="Learning rate.", show_default="the model's own")
    ] = None,
    batch_size: Annotated[int, typer.Option(help="Samples in a training step.")] = _LEARNING.batch_size,
    seed: Annotated[int, typer.Option(help="Where all randomness comes from.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    label_vector: Annotated[
        str, typer.Option(help=f"{', '.join(LABEL_VECTORS)}; sign is the paper's.")
    ] = _KERNEL.label_vector,
    neighbours: Annotated[
        int, typer.Option(metavar="K", help="Neighbours to keep for each sample and relation.")
    ] = _KERNEL.neighbours,
    memory_budget: Annotated[
        str, typer.Option(metavar="SIZE", help="Memory that the kernel's computation may take.")
    ] = size_text(_KERNEL.memory_budget),
    storage_budget: Annotated[
        str, typer.Option(metavar="SIZE", help="Largest kernel matrix that is kept whole.")
    ] = size_text(_KERNEL.storage_budget),
    heads: Annotated[
        float, typer.Option(help="Share of each class's samples that become cluster heads.")
    ] = _STRUCTURE.heads,
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
        typer.echo(run_analysis(workspace, request))


def run_analysis(workspace: Workspace, request: AnalysisRequest) -> int:
    """Bring the analysis that `request` asks for to its end, with progress on standard error; its id."""
    analysis_id = workspace.submit(request)
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
    return analysis_id
