"""A plain network for rows of a table, small images and quick looks."""

from __future__ import annotations

import math

from torch import Tensor, nn

_WIDTH = 256


class MLP(nn.Module):
    """Two hidden layers of 256 rectified units.

    Parameters
    ----------
    input_shape
        (height, width, channels) of images, (numbers,) of rows.
    num_classes
        K.
    """

    def __init__(self, input_shape: tuple[int, ...], num_classes: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(math.prod(input_shape), _WIDTH),
            nn.ReLU(),
            nn.Linear(_WIDTH, _WIDTH),
            nn.ReLU(),
            nn.Linear(_WIDTH, num_classes),
        )

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, K) logits of (N, C, H, W) images or (N, D) numbers."""
        return self.layers(inputs)
