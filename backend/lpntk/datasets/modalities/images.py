"""Images: (height, width, channels) uint8 with 1 or 3 channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.images import blocks
from lpntk.datasets.modality import Encode
from lpntk.datasets.pictures import encode_png
from lpntk.datasets.sameness import SamePictures
from lpntk.datasets.statistics import channel_statistics
from lpntk.domain import Architecture, Dataset, Inputs
from lpntk.domain.fields import Field


class Images:
    """Shown as small PNG files, normalised channel by channel."""

    media_type = "image/png"

    def preview(self, value: NDArray[Any], fields: Sequence[Field]) -> bytes:
        return encode_png(value)

    def content_of(self, preview: bytes) -> None:
        return None

    def blocks(self, inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
        return blocks(inputs)

    def content(self, block: NDArray[Any]) -> memoryview:
        return np.ascontiguousarray(block).data

    def sameness(self) -> SamePictures:
        return SamePictures()

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return channel_statistics(dataset)

    def tensors(self, dataset: Dataset, architecture: Architecture, encode: Encode | None) -> Any:
        from lpntk.datasets.tensors import NormalisedImages  # brings torch

        return NormalisedImages(dataset, architecture.mean, architecture.std)


MODALITY = Images()
