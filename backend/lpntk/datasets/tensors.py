"""A data set as torch wants it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset as TorchDataset

from lpntk.datasets.images import Pixels
from lpntk.domain import Dataset


class NormalisedDataset(TorchDataset[tuple[Tensor, int]]):
    """Rows of a data set as (image (C, H, W) float32, label) with each channel normalised.

    Several rows at once (`__getitems__`, which torch's DataLoader uses) are one operation, not a loop.
    """

    def __init__(self, dataset: Dataset, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        self._dataset = dataset
        self._mean = torch.tensor(mean, dtype=torch.float32).view(-1, 1, 1)
        self._std = torch.tensor(std, dtype=torch.float32).view(-1, 1, 1)

    def __len__(self) -> int:
        return len(self._dataset)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        return self.__getitems__([row])[0]

    def __getitems__(self, rows: Sequence[int]) -> list[tuple[Tensor, int]]:
        images = torch.from_numpy(self._pixels(rows)).permute(0, 3, 1, 2)
        normalised = images.to(torch.float32).div_(255).sub_(self._mean).div_(self._std)
        labels = self._dataset.labels[np.asarray(rows)].tolist()
        return list(zip(normalised.contiguous().unbind(), labels, strict=True))

    def _pixels(self, rows: Sequence[int]) -> Pixels:
        images = self._dataset.inputs
        if isinstance(images, np.ndarray):
            return images[np.asarray(rows)]
        return np.stack([images[row] for row in rows])
