"""Small random changes to images that leave their class as it is."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

_LARGEST_SHIFT = 4


def shift_and_mirror(images: Tensor, generator: torch.Generator) -> Tensor:
    """Shift each image by up to 4 pixels (an eighth of its side if that is less) and mirror every other one.

    Parameters
    ----------
    images
        (N, C, H, W) float32, normalised, so that the zeros which come in at the border are the mean colour.
    generator
        On the CPU.
    """
    number, channels, height, width = images.shape
    reach = max(1, min(_LARGEST_SHIFT, height // 8, width // 8))
    padded = functional.pad(images, (reach,) * 4)
    shifts = torch.randint(0, 2 * reach + 1, (2, number, 1), generator=generator)
    rows = shifts[0] + torch.arange(height)
    columns = shifts[1] + torch.arange(width)
    mirrored = torch.rand(number, 1, generator=generator) < 0.5
    columns = torch.where(mirrored, columns.flip(1), columns)
    return padded[
        torch.arange(number, device=images.device)[:, None, None, None],
        torch.arange(channels, device=images.device)[None, :, None, None],
        rows.to(images.device)[:, None, :, None],
        columns.to(images.device)[:, None, None, :],
    ]
