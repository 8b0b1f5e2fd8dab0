"""Texts: arrays of no dimension that hold a string each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.modality import Encode
from lpntk.datasets.sameness import SameTexts
from lpntk.datasets.texts import blocks
from lpntk.domain import Architecture, Dataset, InputError, Inputs
from lpntk.domain.fields import Field


class Texts:
    """Shown as they are; a classifier is given its own tokens of them."""

    media_type = "text/plain; charset=utf-8"

    def preview(self, value: NDArray[Any] | str, fields: Sequence[Field]) -> bytes:
        return str(value).encode()

    def content_of(self, preview: bytes) -> str:
        return preview.decode()

    def blocks(self, inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
        return blocks(inputs)

    def content(self, block: NDArray[Any]) -> bytes:
        files = [text.encode() for text in block.tolist()]
        lengths = np.array([len(file) for file in files], "<i8")
        return lengths.tobytes() + b"".join(files)

    def sameness(self) -> SameTexts:
        return SameTexts()

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return (), ()

    def tensors(self, dataset: Dataset, architecture: Architecture, encode: Encode | None) -> Any:
        from lpntk.datasets.tensors import EncodedTexts  # brings torch

        if encode is None:
            raise InputError(
                f"Model {architecture.model} does not read texts: choose auto, bag-of-words, or hf:NAME of a "
                "text classifier.",
                field="model",
            )
        return EncodedTexts(dataset, encode)


MODALITY = Texts()
