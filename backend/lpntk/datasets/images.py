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
    array: Pixels, indices: NDArray[np.int64], size: int | None, like: Dataset | None, progress: Progress
) -> Reading:
    """The images of `indices` out of `array` (N, H, W, C), resized where `size` asks for it."""
    if size is None or array.shape[1:3] == (size, size):
        progress(len(indices), len(indices))
        return Reading(array[indices], array.shape[1:])
    shape = (size, size, array.shape[3])
    images = gather(lambda row: resize(array[indices[row]], size), len(indices), shape, progress)
    return Reading(images, shape)


def resize(image: Pixels, size: int) -> Pixels:
    """(size, size, C) from (H, W, C), bilinear with antialiasing; the aspect ratio is not kept."""
    return from_pillow(to_pillow(image).resize((size, size), Image.Resampling.BILINEAR))


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
