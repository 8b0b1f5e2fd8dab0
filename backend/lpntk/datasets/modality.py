"""What the inputs of a data set are: images, texts, rows; each has a file in `modalities/`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from lpntk.domain import Architecture, Dataset, Inputs, Progress, silent
from lpntk.domain.fields import Field

Encode = Callable[[Sequence[str]], NDArray[Any]]
"""From n texts to (n, T) int64 tokens, padded at the end."""


class Sameness(Protocol):
    """Looks at inputs block by block, for what a person should know before they are learnt from."""

    def look(self, block: NDArray[Any]) -> None:
        """Take in n inputs."""
        ...

    def note(self) -> str | None:
        """A sentence; None where the inputs differ."""
        ...


class Modality(Protocol):
    """What has to be known of a kind of input. Those that bring torch import it when they are called.

    Attributes
    ----------
    media_type
        What a preview is to a browser.
    """

    media_type: str

    def preview(self, value: NDArray[Any], fields: Sequence[Field]) -> bytes:
        """A small file that shows one input to a person; `fields` are those of a table's rows."""
        ...

    def content_of(self, preview: bytes) -> Any:
        """What a preview says, as JSON can: a text, or the cells of a row by column; None of a picture."""
        ...

    def blocks(self, inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
        """Runs of consecutive rows and their inputs, in order, a few hundred at a time."""
        ...

    def content(self, block: NDArray[Any]) -> bytes | memoryview:
        """What of n inputs goes into the fingerprint: others have other bytes."""
        ...

    def sameness(self) -> Sameness:
        """What looks at the inputs of a data set as they are read."""
        ...

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Mean and standard deviation by which inputs are normalised; empty where they are not."""
        ...

    def tensors(self, dataset: Dataset, architecture: Architecture, encode: Encode | None) -> Any:
        """A map-style torch data set of (tensor, label) by row, as the architecture's classifier takes them.

        `encode` is the classifier's, where it reads texts.
        """
        ...


def modality_of(name: str) -> Modality:
    """The modality of a data set, from the file that is called as it is."""
    found: Modality = importlib.import_module(f"lpntk.datasets.modalities.{name}").MODALITY
    return found


def previews(dataset: Dataset, progress: Progress = silent) -> Iterator[bytes]:
    """The preview of each row, in order."""
    modality = modality_of(dataset.modality)
    for rows, block in modality.blocks(dataset.inputs):
        for value in block:
            yield modality.preview(value, dataset.fields)
        progress(rows.stop, len(dataset))
