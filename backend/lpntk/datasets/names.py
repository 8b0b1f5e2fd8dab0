"""The data sets that have names of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceInfo:
    """A data set that has a name of its own.

    Attributes
    ----------
    name, title
        What a person types, and what the page calls it.
    splits
        Its parts; empty where it has none.
    needs_root
        Whether its files lie in a folder, to which they are downloaded where they are missing.
    """

    name: str
    title: str
    splits: tuple[str, ...]
    needs_root: bool


def _of_torchvision(name: str, title: str) -> SourceInfo:
    return SourceInfo(name, title, splits=("train", "test"), needs_root=True)


SOURCES: dict[str, SourceInfo] = {
    source.name: source
    for source in (
        SourceInfo("digits", "Handwritten digits, 8 x 8", splits=(), needs_root=False),
        _of_torchvision("mnist", "MNIST"),
        _of_torchvision("fashion_mnist", "Fashion-MNIST"),
        _of_torchvision("kmnist", "Kuzushiji-MNIST"),
        _of_torchvision("cifar10", "CIFAR-10"),
        _of_torchvision("cifar100", "CIFAR-100"),
        _of_torchvision("svhn", "Street View House Numbers"),
    )
}


def is_path(source: str) -> bool:
    """Whether a source is the path of a folder or file, and no name."""
    return source not in SOURCES
