"""The data sets that have names of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lpntk.domain.factories import factory_parts


@dataclass(frozen=True)
class SourceInfo:
    """A data set that has a name of its own.

    Attributes
    ----------
    name, title
        What a person types, and what the page calls it.
    classes
        How many there are.
    splits
        Its parts; empty where it has none.
    needs_root
        Whether its files lie in a folder, to which they are downloaded where they are missing.
    """

    name: str
    title: str
    classes: int
    splits: tuple[str, ...]
    needs_root: bool


def _of_torchvision(name: str, title: str, classes: int = 10) -> SourceInfo:
    return SourceInfo(name, title, classes, splits=("train", "test"), needs_root=True)


SOURCES: dict[str, SourceInfo] = {
    source.name: source
    for source in (
        SourceInfo("digits", "Handwritten digits, 8 x 8", 10, splits=(), needs_root=False),
        _of_torchvision("mnist", "MNIST"),
        _of_torchvision("fashion_mnist", "Fashion-MNIST"),
        _of_torchvision("kmnist", "Kuzushiji-MNIST"),
        _of_torchvision("cifar10", "CIFAR-10"),
        _of_torchvision("cifar100", "CIFAR-100", 100),
        _of_torchvision("svhn", "Street View House Numbers"),
    )
}


TORCHVISION = "torchvision:"
HUB = "hf:"

OTHER_SOURCES = {
    "torchvision:NAME": "Another of torchvision's data sets",
    "hf:NAME": "One of Hugging Face's (pip install 'lpntk[huggingface]')",
    "PKG.MODULE:FACTORY": "What a function of yours builds",
}
"""The patterns of other sources that are no paths."""


def is_path(source: str) -> bool:
    """Whether a source is the path of a folder or file, and no name."""
    return source not in SOURCES and not source.startswith((TORCHVISION, HUB)) and not is_factory(source)


def is_factory(source: str) -> bool:
    """Whether a source is PKG.MODULE:FACTORY, code of a person's own."""
    return not source.startswith((TORCHVISION, HUB)) and factory_parts(source) is not None


def may_have_splits(source: str, name: str) -> bool:
    """Whether a word may name a part of a source that is no data set with a name of its own.

    A path, or a name of another data set, is none.
    """
    return name not in SOURCES and name.isidentifier() and not Path(name).exists() and source not in SOURCES
