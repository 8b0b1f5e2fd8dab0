"""Small pictures for the page."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import numpy as np
from PIL import Image

from lpntk.datasets.images import Pixels, from_pillow, to_pillow

LONGEST_SIDE = 96


def encode_png(image: Pixels) -> bytes:
    """(H, W, 1 or 3) uint8 as a PNG file, reduced in proportion if a side is longer than `LONGEST_SIDE`."""
    picture = to_pillow(image)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    picture.save(file, "PNG")
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
