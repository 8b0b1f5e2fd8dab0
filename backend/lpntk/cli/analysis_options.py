"""The options of `lpntk analyse`, as the help shows them."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.domain import KERNEL_METHODS, LABEL_VECTORS, ON_BAD_GRADIENT

DATA, MODEL, KERNEL = "Which samples", "Which classifier", "Which kernel"

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="digits, mnist, fashion_mnist, kmnist, cifar10, cifar100 or svhn; a folder that holds one "
        "folder of images a class; or an .npz file with images and labels.",
    ),
]
Name = Annotated[str | None, typer.Option(help="What to call the analysis.")]
Root = Annotated[
    str | None, typer.Option(metavar="DIR", help="Where the named data sets lie.", rich_help_panel=DATA)
]
Split = Annotated[
    str, typer.Option(help="Which part of a named data set: train or test.", rich_help_panel=DATA)
]
Limit = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="Take only N samples, the same share of each class.", rich_help_panel=DATA
    ),
]
ImageSize = Annotated[
    int | None,
    typer.Option(metavar="PIXELS", help="Resize every image to this height and width.", rich_help_panel=DATA),
]
Model = Annotated[
    str,
    typer.Option(
        help="lenet, mlp, resnet18, resnet50, torchvision:NAME, or your own function: PKG.MODULE:FACTORY.",
        rich_help_panel=MODEL,
    ),
]
CheckpointFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="A state dict to load instead of training.", rich_help_panel=MODEL),
]
Epochs = Annotated[int, typer.Option(help="Epochs to train for.", rich_help_panel=MODEL)]
LearningRate = Annotated[
    float | None,
    typer.Option(help="Learning rate.", show_default="the model's own", rich_help_panel=MODEL),
]
BatchSize = Annotated[int, typer.Option(help="Samples in a training step.", rich_help_panel=MODEL)]
Seed = Annotated[int, typer.Option(help="Where all randomness comes from.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]
LabelVector = Annotated[
    str,
    typer.Option(help=f"{', '.join(LABEL_VECTORS)}; sign is the paper's.", rich_help_panel=KERNEL),
]
Method = Annotated[
    str,
    typer.Option(
        "--kernel",
        help=f"{' or '.join(KERNEL_METHODS)}: a random projection, for what exact takes too long.",
        rich_help_panel=KERNEL,
    ),
]
SketchWidth = Annotated[
    int, typer.Option(metavar="W", help="Numbers a sample in a sketch.", rich_help_panel=KERNEL)
]
Parameters = Annotated[
    str | None,
    typer.Option(
        metavar="REGEX",
        help="Take the kernel over the parameters in whose name this is found, such as 'layer4|fc'.",
        show_default="all",
        rich_help_panel=KERNEL,
    ),
]
BadGradient = Annotated[
    str,
    typer.Option(
        "--on-bad-gradient",
        help=f"{' or '.join(ON_BAD_GRADIENT)}: what to do with a sample whose gradient is NaN or infinite.",
        rich_help_panel=KERNEL,
    ),
]
Neighbours = Annotated[
    int,
    typer.Option(
        metavar="K", help="Neighbours to keep for each sample and relation.", rich_help_panel=KERNEL
    ),
]
MemoryBudget = Annotated[
    str,
    typer.Option(
        metavar="SIZE", help="Memory that the kernel's computation may take.", rich_help_panel=KERNEL
    ),
]
StorageBudget = Annotated[
    str,
    typer.Option(
        metavar="SIZE",
        help="Largest kernel matrix that is kept whole; a larger one is streamed.",
        rich_help_panel=KERNEL,
    ),
]
Heads = Annotated[float, typer.Option(help="Share of each class's samples that become cluster heads.")]
PlanOnly = Annotated[
    bool,
    typer.Option("--plan", help="Say what the kernel will take in memory, disk and time, and stop there."),
]
