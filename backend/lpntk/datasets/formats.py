"""Which image files are read."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath

from PIL import Image

# Pillow knows these too, but would start another program for them (Ghostscript, the system's own renderer),
# or only names what it finds in them.
NOT_READ = frozenset({"EPS", "WMF", "PDF", "BUFR", "GRIB", "HDF5", "MPEG"})
# Opened by the format beside it, without being listed among those that open files.
_OPENED_AS = {"MPO": "JPEG"}


@cache
def formats() -> tuple[str, ...]:
    """Pillow's names of the formats that are read, whatever a file is called."""
    Image.init()
    return tuple(sorted(set(Image.OPEN) - NOT_READ))


@cache
def endings() -> frozenset[str]:
    """The endings (".png") of files that count as images: torchvision's, and all others that are read."""
    known = set(formats())
    return frozenset(
        ending
        for ending, format in Image.registered_extensions().items()
        if _OPENED_AS.get(format, format) in known
    )


def ending(name: str) -> str:
    """A file name's ending in small letters, such as ".png"; empty where it has none."""
    return PurePath(name).suffix.lower()
