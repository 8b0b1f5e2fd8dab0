"""Small pictures for the page."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from lpntk.datasets.images import Pixels, from_pillow, to_pillow

LONGEST_SIDE = 96
EXACT_SIDE = 32

_EXACT: dict[str, Any] = {"lossless": True, "quality": 0, "method": 1}
_ABOUT: dict[str, Any] = {"quality": 80, "method": 0}
"""How sheets are written: in about as little time as can be."""


def encode_png(image: Pixels) -> bytes:
    """(H, W, 1 or 3) uint8 as a PNG file, reduced in proportion if a side is longer than `LONGEST_SIDE`."""
    picture = to_pillow(image)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def encode_whole(image: Pixels) -> bytes:
    """(H, W, 1 or 3) uint8 as a PNG file of that size, in little time rather than few bytes."""
    file = io.BytesIO()
    to_pillow(image).save(file, "PNG", compress_level=1)
    return file.getvalue()


def mean_picture(files: Sequence[bytes]) -> bytes:
    """The mean of some pictures as a PNG file, in the commonest size of theirs; grey where all of them are.

    Parameters
    ----------
    files
        At least one, as `encode_png` writes them.
    """
    pictures = [Image.open(io.BytesIO(file)) for file in files]
    mode = "L" if all(picture.mode == "L" for picture in pictures) else "RGB"
    ((size, _),) = Counter(picture.size for picture in pictures).most_common(1)
    total = np.zeros((size[1], size[0], 1 if mode == "L" else 3))
    for picture in pictures:
        same = picture.convert(mode)
        total += from_pillow(same if same.size == size else same.resize(size, Image.Resampling.BILINEAR))
    return encode_png(np.round(total / len(pictures)).astype(np.uint8))


@dataclass(frozen=True)
class Sheet:
    """Many pictures in one WebP file: cells of equal size, row by row, a picture amid each."""

    content: bytes
    columns: int
    cell_width: int
    cell_height: int


def sheet(files: Sequence[bytes]) -> Sheet:
    """Pictures in the order given; what lies around them is transparent.

    Parameters
    ----------
    files
        At least one, as `encode_png` writes them.
    """
    pictures = [Image.open(io.BytesIO(file), formats=("PNG",)) for file in files]
    width = max(picture.width for picture in pictures)
    height = max(picture.height for picture in pictures)
    columns = math.ceil(math.sqrt(len(pictures)))
    whole = Image.new(_mode(pictures), (columns * width, -(-len(pictures) // columns) * height))
    for place, picture in enumerate(pictures):
        left = place % columns * width + (width - picture.width) // 2
        top = place // columns * height + (height - picture.height) // 2
        whole.paste(picture, (left, top))
    file = io.BytesIO()
    # The pixels of small pictures are looked at one by one, and cost little as they are.
    how = _EXACT if max(width, height) <= EXACT_SIDE else _ABOUT
    whole.save(file, "WEBP", **how)
    return Sheet(file.getvalue(), columns, width, height)


def _mode(pictures: Sequence[Image.Image]) -> str:
    """Of a sheet: with transparency only where something shows through, grey where all pictures are."""
    if len({picture.size for picture in pictures}) > 1:
        return "RGBA"
    return "L" if all(picture.mode == "L" for picture in pictures) else "RGB"
