"""Sources of labelled images: built-in and published data sets, image folders and NumPy archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lpntk.datasets.opening import open_dataset
from lpntk.datasets.sources import SOURCES, SourceInfo, check_source
from lpntk.datasets.statistics import channel_statistics
from lpntk.datasets.thumbnails import encode_png, thumbnails
from lpntk.domain import Dataset

if TYPE_CHECKING:
    from torch import Tensor
    from torch.utils.data import Dataset as TorchDataset

__all__ = [
    "SOURCES",
    "SourceInfo",
    "as_torch_dataset",
    "channel_statistics",
    "check_source",
    "encode_png",
    "open_dataset",
    "thumbnails",
]


def as_torch_dataset(
    dataset: Dataset, mean: tuple[float, ...], std: tuple[float, ...]
) -> TorchDataset[tuple[Tensor, int]]:
    """The rows of `dataset` as (image (C, H, W) float32, label): pixels in [0, 1], less `mean`, over `std`.

    Importing this package does not import torch; calling this does.
    """
    from lpntk.datasets.tensors import NormalisedDataset

    return NormalisedDataset(dataset, mean, std)
