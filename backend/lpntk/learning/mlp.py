"""A plain network for small images and quick looks."""

from __future__ import annotations

import math

from torch import Tensor, nn

_WIDTH = 256


class MLP(nn.Module):
    """Two hidden layers of 256 rectified units.

    Parameters
    ----------
    image_shape
        (height, width, channels).
    num_classes
        K.
    """

    def __init__(self, image_shape: tuple[int, ...], num_classes: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(math.prod(image_shape), _WIDTH),
            nn.ReLU(),
            nn.Linear(_WIDTH, _WIDTH),
            nn.ReLU(),
            nn.Linear(_WIDTH, num_classes),
        )

    def forward(self, images: Tensor) -> Tensor:
        """(N, K) logits of (N, C, H, W) images."""
        return self.layers(images)
