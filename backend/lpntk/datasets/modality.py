"""What the inputs of a data set are: images, and whatever else has a file in `modalities/`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Protocol

from numpy.typing import NDArray

from lpntk.domain import Dataset, Progress, silent


class Modality(Protocol):
    """What has to be known of a kind of input. Those that bring torch import it when they are called.

    Attributes
    ----------
    media_type
        What a preview is to a browser.
    """

    media_type: str

    def preview(self, value: NDArray[Any]) -> bytes:
        """A small file that shows one input to a person."""
        ...

    def blocks(self, dataset: Dataset) -> Iterator[tuple[range, NDArray[Any]]]:
        """Runs of consecutive rows and their inputs, in order, a few hundred at a time."""
        ...

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Mean and standard deviation by which inputs are normalised."""
        ...

    def tensors(self, dataset: Dataset, mean: tuple[float, ...], std: tuple[float, ...]) -> Any:
        """A map-style torch data set of (tensor, label) by row, as a classifier takes them."""
        ...


def modality_of(name: str) -> Modality:
    """The modality of a data set, from the file that is called as it is."""
    found: Modality = importlib.import_module(f"lpntk.datasets.modalities.{name}").MODALITY
    return found


def previews(dataset: Dataset, progress: Progress = silent) -> Iterator[bytes]:
    """The preview of each row, in order."""
    modality = modality_of(dataset.modality)
    for rows, block in modality.blocks(dataset):
        yield from map(modality.preview, block)
        progress(rows.stop, len(dataset))
