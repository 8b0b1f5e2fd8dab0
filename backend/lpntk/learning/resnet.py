"""Residual networks without batch normalisation.

Batch normalisation ties the samples of a batch to each other while training, so the paper leaves it out. What
keeps such a network stable from the start is Fixup initialisation (Zhang, Dauphin, Ma: "Fixup Initialization:
Residual Learning Without Normalization", ICLR 2019), here without its scalar multipliers and with the
convolutions' own biases: the last convolution of each residual branch starts at zero, and the m - 1 before it
are scaled by L^(-1 / (2m - 2)), for L branches of m convolutions; the last layer starts at zero as well.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

_SMALL_IMAGE = 64
_STAGE_WIDTHS = (64, 128, 256, 512)


class BasicBlock(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut."""

    expansion = 1

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(channels, width, 3, stride, padding=1),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1),
        )
        self.shortcut = _shortcut(channels, width, stride)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.branch(x) + self.shortcut(x))


class Bottleneck(nn.Module):
    """A 3 x 3 convolution between two of 1 x 1, beside a shortcut."""

    expansion = 4

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(channels, width, 1),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, padding=1),
            nn.ReLU(),
            nn.Conv2d(width, width * self.expansion, 1),
        )
        self.shortcut = _shortcut(channels, width * self.expansion, stride)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.branch(x) + self.shortcut(x))


class ResNet(nn.Module):
    """A residual network (He et al. 2016) without normalisation, initialised by Fixup.

    Images of up to 64 pixels a side get the stem that is usual for CIFAR, one 3 x 3 convolution; larger ones
    that for ImageNet, a 7 x 7 convolution of stride 2 and a max-pool.

    Parameters
    ----------
    block
        `BasicBlock` or `Bottleneck`.
    depths
        How many blocks each of the four stages has.
    image_shape
        (height, width, channels).
    num_classes
        K.
    """

    def __init__(
        self,
        block: type[BasicBlock] | type[Bottleneck],
        depths: tuple[int, int, int, int],
        image_shape: tuple[int, ...],
        num_classes: int,
    ) -> None:
        super().__init__()
        self.stem = _stem(image_shape)
        blocks: list[BasicBlock | Bottleneck] = []
        channels = _STAGE_WIDTHS[0]
        for stage, (width, depth) in enumerate(zip(_STAGE_WIDTHS, depths, strict=True)):
            for position in range(depth):
                blocks.append(block(channels, width, stride=2 if stage > 0 and position == 0 else 1))
                channels = width * block.expansion
        self.blocks = nn.Sequential(*blocks)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, num_classes)
        _initialise(self, blocks)

    def forward(self, images: Tensor) -> Tensor:
        """(N, K) logits of (N, C, H, W) images."""
        return self.fc(torch.flatten(self.pool(self.blocks(self.stem(images))), 1))


def resnet18(image_shape: tuple[int, ...], num_classes: int) -> ResNet:
    """18 layers: two basic blocks a stage."""
    return ResNet(BasicBlock, (2, 2, 2, 2), image_shape, num_classes)


def resnet50(image_shape: tuple[int, ...], num_classes: int) -> ResNet:
    """50 layers: 3, 4, 6 and 3 bottlenecks."""
    return ResNet(Bottleneck, (3, 4, 6, 3), image_shape, num_classes)


def _initialise(model: ResNet, blocks: list[BasicBlock | Bottleneck]) -> None:
    for parameter in model.parameters():
        if parameter.ndim == 4:
            nn.init.kaiming_normal_(parameter, nonlinearity="relu")
        elif parameter.ndim == 1:
            nn.init.zeros_(parameter)
    for block in blocks:
        *inner, last = [module for module in block.branch if isinstance(module, nn.Conv2d)]
        for convolution in inner:
            convolution.weight.data.mul_(len(blocks) ** (-0.5 / len(inner)))
        nn.init.zeros_(last.weight)
    nn.init.zeros_(model.fc.weight)


def _stem(image_shape: tuple[int, ...]) -> nn.Sequential:
    height, width, channels = image_shape
    if max(height, width) <= _SMALL_IMAGE:
        return nn.Sequential(nn.Conv2d(channels, _STAGE_WIDTHS[0], 3, padding=1), nn.ReLU())
    return nn.Sequential(
        nn.Conv2d(channels, _STAGE_WIDTHS[0], 7, stride=2, padding=3),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
    )


def _shortcut(channels: int, width: int, stride: int) -> nn.Module:
    if stride == 1 and channels == width:
        return nn.Identity()
    return nn.Conv2d(channels, width, 1, stride)
