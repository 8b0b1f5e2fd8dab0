"""Data sets for quick trainings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset, TensorDataset

from lpntk.domain import Architecture


@dataclass(frozen=True)
class TrainingSample:
    """A map-style data set, and what an architecture needs to know of it."""

    items: Dataset
    labels: NDArray[np.int64]
    input_shape: tuple[int, int, int]

    def architecture(self, model: str) -> Architecture:
        channels = self.input_shape[2]
        classes = int(self.labels.max()) + 1
        return Architecture(model, classes, self.input_shape, mean=(0.3,) * channels, std=(0.4,) * channels)


def training_sample(images: NDArray[np.uint8], labels: NDArray[np.int64]) -> TrainingSample:
    """From (N, H, W, C) images and (N,) labels."""
    tensors = (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - 0.3) / 0.4
    return TrainingSample(TensorDataset(tensors, torch.from_numpy(labels)), labels, images.shape[1:])
