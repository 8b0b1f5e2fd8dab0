"""A data set as torch wants it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset as TorchDataset

from lpntk.datasets.images import Pixels
from lpntk.datasets.modality import Encode
from lpntk.domain import Dataset


class _ByRow(TorchDataset[tuple[Tensor, int]]):
    """Several rows at once (`__getitems__`, which torch's DataLoader uses) are one operation, not a loop."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self._labels = labels

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        return self.__getitems__([row])[0]

    def __getitems__(self, rows: Sequence[int]) -> list[tuple[Tensor, int]]:
        labels = self._labels[np.asarray(rows)].tolist()
        return list(zip(self._inputs(rows).unbind(), labels, strict=True))

    def _inputs(self, rows: Sequence[int]) -> Tensor:
        """(len(rows), ...)."""
        raise NotImplementedError


class NormalisedImages(_ByRow):
    """Rows of a data set as (image (C, H, W) float32, label) with each channel normalised."""

    def __init__(self, dataset: Dataset, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        super().__init__(dataset.labels)
        self._images = dataset.inputs
        self._mean = torch.tensor(mean, dtype=torch.float32).view(-1, 1, 1)
        self._std = torch.tensor(std, dtype=torch.float32).view(-1, 1, 1)

    def _inputs(self, rows: Sequence[int]) -> Tensor:
        images = torch.from_numpy(self._pixels(rows)).permute(0, 3, 1, 2)
        normalised = images.to(torch.float32).div_(255).sub_(self._mean).div_(self._std)
        return normalised.contiguous()

    def _pixels(self, rows: Sequence[int]) -> Pixels:
        if isinstance(self._images, np.ndarray):
            return self._images[np.asarray(rows)]
        return np.stack([self._images[row] for row in rows])


class EncodedTexts(_ByRow):
    """Rows of a data set as (tokens (T,) int64, label)."""

    def __init__(self, dataset: Dataset, encode: Encode) -> None:
        super().__init__(dataset.labels)
        self._texts, self._encode = dataset.inputs, encode

    def _inputs(self, rows: Sequence[int]) -> Tensor:
        return torch.from_numpy(self._encode([self._texts[row].item() for row in rows]))


class Rows(_ByRow):
    """Rows of a table as (numbers (D,) float32, label)."""

    def __init__(self, values: NDArray[np.float32], labels: NDArray[np.int64]) -> None:
        super().__init__(labels)
        self._values = torch.from_numpy(values)

    def _inputs(self, rows: Sequence[int]) -> Tensor:
        return self._values[torch.as_tensor(list(rows))]
