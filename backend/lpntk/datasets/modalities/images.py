"""Images: (height, width, channels) uint8 with 1 or 3 channels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from lpntk.datasets.images import blocks
from lpntk.datasets.pictures import encode_png
from lpntk.datasets.statistics import channel_statistics
from lpntk.domain import Dataset


class Images:
    """Shown as small PNG files, normalised channel by channel."""

    media_type = "image/png"

    def preview(self, value: NDArray[Any]) -> bytes:
        return encode_png(value)

    def blocks(self, dataset: Dataset) -> Iterator[tuple[range, NDArray[Any]]]:
        return blocks(dataset.inputs)

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return channel_statistics(dataset)

    def tensors(self, dataset: Dataset, mean: tuple[float, ...], std: tuple[float, ...]) -> Any:
        from lpntk.datasets.tensors import NormalisedDataset  # brings torch

        return NormalisedDataset(dataset, mean, std)


MODALITY = Images()
