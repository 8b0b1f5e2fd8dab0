"""The LeNet of the paper's MNIST experiments."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lpntk.domain import InputError

_SMALLEST_SIDE = 6


class LeNet(nn.Module):
    """Two 3 x 3 convolutions (32, 64), max-pool 2, dropout .25, 128 units, dropout .5, K logits.

    Sized to its images; at 28 x 28 x 1 and K = 10 it has 1,199,882 parameters. Layers have the names of
    PyTorch's MNIST example, whose network it is, so that checkpoints of that fit.

    Parameters
    ----------
    image_shape
        (height, width, channels), each side at least 6.
    num_classes
        K.

    Raises
    ------
    InputError
        If a side is smaller than 6 pixels: nothing would be left after the pooling.
    """

    def __init__(self, image_shape: tuple[int, ...], num_classes: int) -> None:
        super().__init__()
        height, width, channels = image_shape
        if min(height, width) < _SMALLEST_SIDE:
            raise InputError(
                f"LeNet cannot take images of {height} x {width} pixels: set image_size to {_SMALLEST_SIDE} "
                "or more.",
                field="image_size",
            )
        self.conv1 = nn.Conv2d(channels, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.pool = nn.MaxPool2d(2)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.relu = nn.ReLU()
        self.fc1 = nn.Linear(64 * ((height - 4) // 2) * ((width - 4) // 2), 128)
        self.fc2 = nn.Linear(128, num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """(N, K) logits of (N, C, H, W) images."""
        x = self.relu(self.conv1(images))
        x = self.relu(self.conv2(x))
        x = self.dropout1(self.pool(x))
        x = self.relu(self.fc1(torch.flatten(x, 1)))
        return self.fc2(self.dropout2(x))
