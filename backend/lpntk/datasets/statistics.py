"""Mean and standard deviation of the channels."""

from __future__ import annotations

import numpy as np

from lpntk.datasets.images import blocks
from lpntk.domain import Dataset

_LEVELS = 256


def channel_statistics(dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of each channel over all pixels, scaled to [0, 1].

    They come from exact counts of the 256 levels. A channel that is the same everywhere gets the standard
    deviation 1, so that it can be divided by.
    """
    channels = dataset.input_shape[2]
    counts = np.zeros((channels, _LEVELS), np.int64)
    for _, block in blocks(dataset.inputs):
        for channel in range(channels):
            counts[channel] += np.bincount(block[..., channel].ravel(), minlength=_LEVELS)
    levels = np.arange(_LEVELS) / (_LEVELS - 1)
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares @ levels
    std = np.sqrt(np.einsum("cl,cl->c", shares, (levels - mean[:, None]) ** 2))
    std[(counts > 0).sum(axis=1) == 1] = 1
    return tuple(mean.tolist()), tuple(std.tolist())
