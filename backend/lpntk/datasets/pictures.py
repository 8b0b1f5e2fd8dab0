"""Small pictures for the page."""

from __future__ import annotations

import io

from PIL import Image

from lpntk.datasets.images import Pixels, to_pillow

LONGEST_SIDE = 96


def encode_png(image: Pixels) -> bytes:
    """(H, W, 1 or 3) uint8 as a PNG file, reduced in proportion if a side is longer than `LONGEST_SIDE`."""
    picture = to_pillow(image)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
