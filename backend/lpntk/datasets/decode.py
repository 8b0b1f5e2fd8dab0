"""Image files to arrays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from lpntk.datasets.images import Pixels, from_pillow
from lpntk.domain import InputError

MAX_PIXELS = 64 << 20

_GREY_MODES = ("1", "L", "LA", "La", "I;16", "I;16L", "I;16B")
_ROTATED_BY_QUARTER = (5, 6, 7, 8)


@dataclass(frozen=True)
class ImageFile:
    """A sample's file: its index and name are there to be named in errors."""

    path: Path
    index: int
    name: str


@dataclass(frozen=True)
class Header:
    """What an image file says about itself: (height, width) when held upright, and whether it is grey."""

    size: tuple[int, int]
    grey: bool


def read_header(file: ImageFile) -> Header:
    """Read size and kind without decoding the pixels.

    Raises
    ------
    InputError
        If the file is no readable image or has more than `MAX_PIXELS` pixels.
    """
    with _opened(file) as picture:
        width, height = picture.size
        if picture.getexif().get(ExifTags.Base.Orientation) in _ROTATED_BY_QUARTER:
            width, height = height, width
        return Header(size=(height, width), grey=picture.mode in _GREY_MODES)


def decode(file: ImageFile, shape: tuple[int, int, int]) -> Pixels:
    """Read an image as `shape` (height, width, 1 or 3): turned as its EXIF says, without alpha, resized.

    Raises
    ------
    InputError
        If the file is no readable image or has more than `MAX_PIXELS` pixels.
    """
    height, width, channels = shape
    with _opened(file) as picture:
        plain = _to_eight_bits(ImageOps.exif_transpose(picture)).convert("L" if channels == 1 else "RGB")
        if plain.size != (width, height):
            plain = plain.resize((width, height), Image.Resampling.BILINEAR)
        return from_pillow(plain)


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """Take the upper half of 16-bit grey, which Pillow itself would clip at 255."""
    if not picture.mode.startswith("I;16"):
        return picture
    return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))


@contextmanager
def _opened(file: ImageFile) -> Iterator[Image.Image]:
    """Open an image; whatever goes wrong while it is open is an error that names the sample."""
    try:
        with Image.open(file.path) as picture:
            _check_opened(picture, file)
            yield picture
    except InputError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(file) from error
    except Exception as error:  # a damaged file makes Pillow's decoders raise nearly anything
        raise InputError(
            f"Image {file.name} (index {file.index}) cannot be read ({_reason(error)}): "
            "replace it or remove it.",
            field="source",
        ) from error


def _check_opened(picture: Image.Image, file: ImageFile) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(file)
    if picture.mode in ("I", "F"):
        raise InputError(
            f"Image {file.name} (index {file.index}) has 32 bits a pixel: save it with 8 or 16 bits.",
            field="source",
        )


def _too_large(file: ImageFile) -> InputError:
    return InputError(
        f"Image {file.name} (index {file.index}) has more than {MAX_PIXELS:,} pixels: make it smaller.",
        field="source",
    )


def _reason(error: Exception) -> str:
    if isinstance(error, Image.UnidentifiedImageError):
        return "not an image"
    return str(error).rstrip(".") or type(error).__name__
