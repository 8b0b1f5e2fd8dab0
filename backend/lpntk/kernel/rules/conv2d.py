"""torch.nn.Conv2d with any stride, padding, dilation and groups."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn

from lpntk.kernel.rules.base import Call, Extent

# The patches of so many bytes at a time. On a CPU they are then still in its cache when they are multiplied,
# which is twice as fast as the patches of a whole batch; elsewhere it only bounds the memory.
PATCH_BYTES_CPU, PATCH_BYTES = 8 << 20, 64 << 20


class Conv2dRule:
    """A convolution is a linear layer whose positions are the output's pixels and whose input are patches.

    The weight's gradient is the sum over output pixels t of b_t a_t^T, a_t being the patch under pixel t.
    """

    def takes(self, call: Call) -> bool:
        return call.input.dim() == 4

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        conv = cast(nn.Conv2d, module)
        positions = call.gradient.shape[2] * call.gradient.shape[3]
        if parameter == "bias":
            return Extent(positions, 1, conv.out_channels, conv.out_channels, factorable=False)
        fan_in = conv.weight[0].numel()
        return Extent(positions, fan_in, conv.out_channels, conv.weight.numel(), factorable=conv.groups == 1)

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        conv = cast(nn.Conv2d, module)
        if parameter == "bias":
            out.copy_(call.gradient.sum(dim=(2, 3)))
            return
        patches = _patches(conv, call)
        samples = patches.shape[0]
        by_group = call.gradient.reshape(samples, conv.groups, -1, patches[0, 0, 0, 0].numel())
        size = PATCH_BYTES_CPU if patches.device.type == "cpu" else PATCH_BYTES
        step = max(1, size // (patches[0].numel() * patches.element_size()))
        for start in range(0, samples, step):
            part = slice(start, start + step)
            a = patches[part].reshape(-1, conv.groups, conv.weight[0].numel(), by_group.shape[3])
            _multiply(by_group[part], a, out[part].unflatten(1, (conv.groups, -1, a.shape[2])))

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        patches = _patches(cast(nn.Conv2d, module), call)
        a = patches.permute(0, 4, 5, 1, 2, 3).flatten(3).flatten(1, 2)
        return a, call.gradient.flatten(2).transpose(1, 2)


def _multiply(b: Tensor, a: Tensor, out: Tensor) -> None:
    """out[s, g] = b[s, g] a[s, g]^T, straight into `out` where there is one group."""
    if b.shape[1] == 1 and out.dtype == b.dtype:
        torch.bmm(b[:, 0], a[:, 0].transpose(1, 2), out=out[:, 0])
    else:
        out.copy_(b @ a.transpose(2, 3))


def _patches(conv: nn.Conv2d, call: Call) -> Tensor:
    """A view (B, channels, kernel rows, kernel columns, output rows, output columns) of the padded input."""
    image = _padded(conv, call.input)
    batch, channels, row, column = image.stride()
    (row_step, column_step), (row_gap, column_gap) = conv.stride, conv.dilation
    shape = (*image.shape[:2], *conv.kernel_size, *call.gradient.shape[2:])
    steps = (row * row_gap, column * column_gap, row * row_step, column * column_step)
    return image.as_strided(shape, (batch, channels, *steps), image.storage_offset())


def _padded(conv: nn.Conv2d, image: Tensor) -> Tensor:
    """The input as the kernel sees it; string paddings as torch.nn.Conv2d defines them."""
    if conv.padding == "valid":
        return image
    if conv.padding == "same":
        total = [gap * (size - 1) for gap, size in zip(conv.dilation, conv.kernel_size, strict=True)]
        (top, left), (bottom, right) = [t // 2 for t in total], [t - t // 2 for t in total]
    else:
        top, left = cast(tuple[int, int], conv.padding)
        bottom, right = top, left
    if not any((top, left, bottom, right)):
        return image
    mode = "constant" if conv.padding_mode == "zeros" else conv.padding_mode
    return F.pad(image, (left, right, top, bottom), mode=mode)
