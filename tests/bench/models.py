"""The models that are measured beside LeNet: a small residual network and a small vision transformer."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lpntk.learning.resnet import BasicBlock


class SmallResNet(nn.Module):
    """Three basic blocks of 32, 64 and 128 channels on 32 x 32 x 3: about 310,000 parameters."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, padding=1)
        self.blocks = nn.Sequential(
            BasicBlock(32, 32, stride=1), BasicBlock(32, 64, stride=2), BasicBlock(64, 128, stride=2)
        )
        self.fc = nn.Linear(128, classes)

    def forward(self, images: Tensor) -> Tensor:
        """(N, K) logits of (N, 3, 32, 32) images."""
        return self.fc(self.blocks(self.stem(images).relu()).mean(dim=(2, 3)))


class SmallViT(nn.Module):
    """Four transformer layers of width 128 over patches of 4 x 4 pixels: about 550,000 parameters."""

    PATCH, WIDTH, LAYERS, HEADS = 4, 128, 4, 4

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, self.WIDTH, self.PATCH, stride=self.PATCH)
        self.positions = nn.Parameter(torch.randn(1, (32 // self.PATCH) ** 2, self.WIDTH) * 0.02)
        self.layers = nn.Sequential(
            *(
                nn.TransformerEncoderLayer(
                    self.WIDTH,
                    self.HEADS,
                    2 * self.WIDTH,
                    activation="gelu",
                    batch_first=True,
                    norm_first=True,
                )
                for _ in range(self.LAYERS)
            )
        )
        self.norm = nn.LayerNorm(self.WIDTH)
        self.fc = nn.Linear(self.WIDTH, classes)

    def forward(self, images: Tensor) -> Tensor:
        """(N, K) logits of (N, 3, 32, 32) images."""
        tokens = self.patches(images).flatten(2).transpose(1, 2) + self.positions
        return self.fc(self.norm(self.layers(tokens)).mean(dim=1))
