"""torch.nn.Conv1d, 2d, 3d and their transposed forms, with any stride, padding, dilation and groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn

from lpntk.kernels.rules.base import Call, Extent, PlainRule

# The patches of so many bytes at a time. On a CPU they are then still in its cache when they are multiplied,
# which is twice as fast as the patches of a whole batch; elsewhere it only bounds the memory.
PATCH_BYTES_CPU, PATCH_BYTES = 8 << 20, 64 << 20


@dataclass(frozen=True)
class ConvolutionRule(PlainRule):
    """A convolution is a linear layer whose positions are the output's pixels and whose input are patches.

    The weight's gradient is the sum over output pixels t of b_t a_t^T, a_t being the patch under pixel t. In
    a transposed convolution input and output change places: t are the input's pixels, and a_t is the patch
    of the output's gradient that pixel t reaches.

    Attributes
    ----------
    axes
        How many axes the images have: 1, 2 or 3.
    transposed
        Whether it is a transposed convolution.
    """

    axes: int
    transposed: bool = False

    def expects(self, call: Call) -> bool:
        return call.input.dim() == call.gradient.dim() == self.axes + 2

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        conv: Any = module
        if parameter == "bias":
            positions = math.prod(call.gradient.shape[2:])
            return Extent(positions, 1, conv.out_channels, conv.out_channels, factorable=False)
        one = call.input if self.transposed else call.gradient
        fan_in = conv.weight[0].numel()
        return Extent(
            math.prod(one.shape[2:]), fan_in, one.shape[1], conv.weight.numel(), factorable=conv.groups == 1
        )

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        if parameter == "bias":
            out.copy_(call.gradient.flatten(2).sum(dim=2))
            return
        conv: Any = module
        b, patches = self._factors(conv, call)
        fan_in, positions = conv.weight[0].numel(), math.prod(b.shape[2:])
        by_group = b.reshape(len(b), conv.groups, -1, positions)
        size = PATCH_BYTES_CPU if patches.device.type == "cpu" else PATCH_BYTES
        step = max(1, size // (patches[0].numel() * patches.element_size()))
        for start in range(0, len(b), step):
            part = slice(start, start + step)
            a = patches[part].reshape(-1, conv.groups, fan_in, positions)
            _multiply(by_group[part], a, out[part].unflatten(1, (conv.groups, -1, fan_in)))

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        b, patches = self._factors(module, call)
        kernel_axes = range(1, self.axes + 2)
        position_axes = range(self.axes + 2, 2 * self.axes + 2)
        a = patches.permute(0, *position_axes, *kernel_axes)
        return a.reshape(len(a), math.prod(b.shape[2:]), -1), b.flatten(2).transpose(1, 2)

    def _factors(self, conv: Any, call: Call) -> tuple[Tensor, Tensor]:
        """b (B, channels, *positions), and the patches as a view (B, channels, *kernel, *positions)."""
        if self.transposed:
            sides = [(padding, padding) for padding in conv.padding]
            return call.input, _patches(conv, _pad(call.gradient, sides, "zeros"), call.input.shape[2:])
        image = _pad(call.input, _sides(conv), conv.padding_mode)
        return call.gradient, _patches(conv, image, call.gradient.shape[2:])


def _multiply(b: Tensor, a: Tensor, out: Tensor) -> None:
    """out[s, g] = b[s, g] a[s, g]^T, straight into `out` where there is one group."""
    if b.shape[1] == 1 and out.dtype == b.dtype:
        torch.bmm(b[:, 0], a[:, 0].transpose(1, 2), out=out[:, 0])
    else:
        out.copy_(b @ a.transpose(2, 3))


def _patches(conv: Any, image: Tensor, positions: torch.Size) -> Tensor:
    """A view (B, channels, *kernel, *positions) of an image that is padded already."""
    batch, channels, *strides = image.stride()
    gaps = [stride * gap for stride, gap in zip(strides, conv.dilation, strict=True)]
    steps = [stride * step for stride, step in zip(strides, conv.stride, strict=True)]
    shape = (*image.shape[:2], *conv.kernel_size, *positions)
    return image.as_strided(shape, (batch, channels, *gaps, *steps), image.storage_offset())


def _sides(conv: Any) -> list[tuple[int, int]]:
    """Before and after each axis; string paddings as torch.nn.Conv2d defines them."""
    if conv.padding == "valid":
        return [(0, 0)] * len(conv.kernel_size)
    if conv.padding == "same":
        total = [gap * (size - 1) for gap, size in zip(conv.dilation, conv.kernel_size, strict=True)]
        return [(t // 2, t - t // 2) for t in total]
    return [(padding, padding) for padding in conv.padding]


def _pad(image: Tensor, sides: list[tuple[int, int]], mode: str) -> Tensor:
    """The image as the kernel sees it."""
    if not any(before or after for before, after in sides):
        return image
    last_axis_first = [size for side in reversed(sides) for size in side]
    return F.pad(image, last_axis_first, mode="constant" if mode == "zeros" else mode)
