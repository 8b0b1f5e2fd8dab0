"""Image files to arrays."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import ExifTags, Image, ImageOps
from PIL.TiffImagePlugin import IMAGELENGTH, IMAGEWIDTH, TiffImageFile

from lpntk.datasets.fit import AS_IT_IS, Fit
from lpntk.datasets.formats import formats
from lpntk.datasets.images import Pixels, from_pillow
from lpntk.domain import InputError
from lpntk.domain.value_range import ValueRange
from lpntk.domain.words import printable

MAX_PIXELS = 64 << 20

_GREY_MODES = ("1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B")
_TURNED_BY_A_QUARTER = (5, 6, 7, 8)

# What Pillow warns of (odd metadata, palettes with transparency, sizes that are refused here) changes no
# pixel that is read, and a line for each file would bury what matters.
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclass(frozen=True)
class ImageFile:
    """A sample's file: its index and name are there to be named in errors.

    Attributes
    ----------
    content
        What gives the file's bytes where they lie elsewhere than at `path`, as in a table.
    """

    path: Path
    index: int
    name: str
    content: Callable[[], bytes] | None = None

    def opened(self) -> Path | BinaryIO:
        """What Pillow can open."""
        return self.path if self.content is None else io.BytesIO(self.content())


@dataclass(frozen=True)
class Header:
    """What an image file says about itself.

    Attributes
    ----------
    size
        (height, width) when held upright.
    grey
        Whether it has no colours.
    wide
        Whether its pixels are integers of more than eight bits, which are read as they are.
    narrowed
        Whether its channels have 16 bits of which Pillow reads the upper eight.
    animated
        Whether there are pictures after the first, which are not read.
    """

    size: tuple[int, int]
    grey: bool
    wide: bool
    narrowed: bool
    animated: bool


def read_header(file: ImageFile) -> Header:
    """Read size and kind without decoding the pixels.

    Raises
    ------
    InputError
        If the file is no readable image or has more than `MAX_PIXELS` pixels.
    """
    with _opened(file) as picture:
        wide = picture.mode.startswith("I")
        narrowed = not wide and _has_wide_channels(picture)  # first: a PNG's orientation is found by decoding
        return Header(
            size=_upright_size(picture),
            grey=picture.mode in _GREY_MODES,
            wide=wide,
            narrowed=narrowed,
            # Cameras put a preview behind their JPEG files and call that MPO: nothing is missing.
            animated=picture.format != "MPO" and getattr(picture, "is_animated", False),
        )


def read_extremes(file: ImageFile) -> tuple[int, int]:
    """The lowest and the highest value of any channel but alpha. InputError as of `read_header`."""
    with _opened(file) as picture:
        values = np.asarray(picture if picture.mode.startswith("I") else picture.convert("RGB"))
        return int(values.min()), int(values.max())


def decode(
    file: ImageFile, shape: tuple[int, int, int], values: ValueRange | None, fit: Fit = AS_IT_IS
) -> Pixels:
    """Read an image as `shape` (height, width, 1 or 3): turned as its EXIF says, without alpha, resized.

    Parameters
    ----------
    values
        The range of the data set's wide images; None where it has none.
    fit
        How it is brought to that size.

    Raises
    ------
    InputError
        If the file is no readable image or has more than `MAX_PIXELS` pixels.
    """
    height, width, channels = shape
    with _opened(file) as picture:
        plain = ImageOps.exif_transpose(picture)
        if plain.mode.startswith("I"):
            plain = Image.fromarray(_within(values, file).to_bytes(np.asarray(plain)))
        plain = plain.convert("L" if channels == 1 else "RGB")
        return from_pillow(fit.apply(plain, height, width))


def read_whole(file: ImageFile) -> Pixels:
    """(H, W, 1 or 3) uint8: an image as it is, turned as its EXIF says, without alpha.

    More than eight bits a pixel are read within the image's own range. InputError as of `decode`.
    """
    header = read_header(file)
    values = ValueRange.of(*read_extremes(file)) if header.wide else None
    return decode(file, (*header.size, 1 if header.grey else 3), values)


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    width, height = picture.size
    if isinstance(picture, TiffImageFile):  # whose size Pillow turns on opening, depending on its version
        width, height = picture.tag_v2[IMAGEWIDTH], picture.tag_v2[IMAGELENGTH]
    if picture.getexif().get(ExifTags.Base.Orientation) in _TURNED_BY_A_QUARTER:
        width, height = height, width
    return height, width


def _has_wide_channels(picture: Image.Image) -> bool:
    """Whether the way in which Pillow's decoders are told to read the file names 16 bits ("RGB;16B")."""
    tiles = getattr(picture, "tile", ())
    told = (tile.args if isinstance(tile.args, tuple) else (tile.args,) for tile in tiles)
    return any(isinstance(arg, str) and ";16" in arg for args in told for arg in args)


def _within(values: ValueRange | None, file: ImageFile) -> ValueRange:
    if values is None:
        raise InputError(
            f"Image {file.name} (index {file.index}) has changed while the images were read: start again.",
            field="source",
        )
    return values


@contextmanager
def _opened(file: ImageFile) -> Iterator[Image.Image]:
    """Open an image; whatever goes wrong while it is open is an error that names the sample."""
    try:
        with Image.open(file.opened(), formats=formats()) as picture:
            _check_opened(picture, file)
            yield picture
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(
            f"Image {file.name} (index {file.index}) is not there: put it back, or start again.",
            field="source",
        ) from error
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
    if picture.mode == "F":
        raise InputError(
            f"Image {file.name} (index {file.index}) has 32 bits a pixel, floating-point numbers that do not "
            "say what is black and what is white: save it with 8 or 16 bits.",
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
    if isinstance(error, OSError) and error.strerror:
        return error.strerror  # without the path, which the sentence has
    return printable(str(error).rstrip(".") or type(error).__name__)
