"""Images by row: in one array where they fit into memory, else read whenever they are asked for."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lpntk.datasets.fit import Fit
from lpntk.domain import Dataset, Inputs, Progress
from lpntk.domain.fields import Field
from lpntk.domain.value_range import ValueRange

IN_MEMORY_BYTES = 2 << 30
BLOCK = 256

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Reading:
    """Inputs that were read.

    Attributes
    ----------
    inputs
        By row.
    shape
        What a classifier is given of one.
    notes
        What a person should know of how they were read, a sentence each.
    values
        The range of images of more than eight bits a pixel; None where there are none.
    fields
        What the columns of a table are; empty of other inputs.
    """

    inputs: Inputs
    shape: tuple[int, ...]
    notes: tuple[str, ...] = ()
    values: ValueRange | None = None
    fields: tuple[Field, ...] = ()


class LazyInputs:
    """Inputs that are loaded anew each time, by `load(row)`."""

    def __init__(self, load: Callable[[int], NDArray[Any]], count: int) -> None:
        self._load = load
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, row: int, /) -> NDArray[Any]:
        if not 0 <= row < self._count:
            raise IndexError(f"row {row} of {self._count}")
        return self._load(int(row))


def gather(
    load: Callable[[int], Pixels], count: int, shape: tuple[int, int, int], progress: Progress
) -> Inputs:
    """Load `count` images of one shape into one array, side by side; lazily where that would be too large."""
    if count * math.prod(shape) > IN_MEMORY_BYTES:
        return LazyInputs(load, count)
    images = np.empty((count, *shape), np.uint8)
    with reading_pool() as pool:
        for start in range(0, count, BLOCK):
            rows = range(start, min(start + BLOCK, count))
            for row, image in zip(rows, pool.map(load, rows), strict=True):
                images[row] = image
            progress(rows.stop, count)
    return images


def blocks(images: Inputs) -> Iterator[tuple[range, Pixels]]:
    """Runs of consecutive rows and their images (n, H, W, C), in order, a few hundred at a time."""
    with reading_pool() as pool:
        for start in range(0, len(images), BLOCK):
            rows = range(start, min(start + BLOCK, len(images)))
            if isinstance(images, np.ndarray):
                yield rows, images[rows.start : rows.stop]
            else:
                yield rows, np.stack(list(pool.map(images.__getitem__, rows)))


def read_array(
    array: Pixels, indices: NDArray[np.int64], fit: Fit, like: Dataset | None, progress: Progress
) -> Reading:
    """The images of `indices` out of `array` (N, H, W, C), brought to another size where it is asked for."""
    height, width, channels = array.shape[1:]
    if fit.leaves(height, width):
        progress(len(indices), len(indices))
        return Reading(array[indices], array.shape[1:])
    side = (height, width) if fit.size is None else (fit.size, fit.size)

    def load(row: int) -> Pixels:
        return from_pillow(fit.apply(to_pillow(array[indices[row]]), *side))

    shape = (*side, channels)
    return Reading(gather(load, len(indices), shape, progress), shape)


def to_pillow(image: Pixels) -> Image.Image:
    """A grey or colour picture from (H, W, 1 or 3)."""
    return Image.fromarray(image[..., 0] if image.shape[2] == 1 else image)


def from_pillow(picture: Image.Image) -> Pixels:
    """(H, W, 1 or 3) from a picture of mode L or RGB."""
    pixels = np.asarray(picture)
    return pixels[..., None] if pixels.ndim == 2 else pixels


def reading_pool() -> ThreadPoolExecutor:
    """Threads that decode images side by side: Pillow lets go of the interpreter while it decodes."""
    return ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1), thread_name_prefix="lpntk-images")
