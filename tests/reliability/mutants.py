"""Small good files of every kind that is read, and what may become of them."""

from __future__ import annotations

import io
import os
import pickle
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from lpntk.domain import Architecture
from lpntk.learning import build_model
from support.data import digits

ARCHITECTURE = Architecture("mlp", num_classes=10, input_shape=(8, 8, 1), mean=(0.5,), std=(0.5,))
HEADER = 64
MOST_FLIPPED = 16

_MODES = {
    "png": ("L", "RGB", "RGBA", "P", "1", "I;16"),
    "jpg": ("L", "RGB"),
    "gif": ("L", "P"),
    "tif": ("L", "RGB", "I;16"),
    "webp": ("RGB", "RGBA"),
    "bmp": ("L", "RGB"),
    "pgm": ("L", "I;16"),
}
ENDINGS = (*_MODES, "npz", "pt")
_EXTREME = (bytes(4), b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\1\0")


class Trap:
    """An object that makes a folder when it is unpickled: then code from a file was run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return os.mkdir, (str(self.folder),)


def good_file(ending: str, chance: random.Random) -> bytes:
    """A file of that kind as it should be."""
    if ending == "npz":
        return _archive()
    if ending == "pt":
        return _checkpoint(zipped=chance.random() < 0.8)
    return _image(ending, chance.choice(_MODES[ending]), chance)


def trap_file(ending: str, trap: Path, chance: random.Random) -> bytes:
    """A file of that kind that would run code if it were unpickled without care."""
    file = io.BytesIO()
    if ending == "npz":
        images, labels = digits()
        arrays: dict[str, Any] = {"images": images[:20], "labels": labels[:20]}
        name = chance.choice(["images", "labels", "class_names"])
        arrays[name] = np.array([Trap(trap)] * 20, dtype=object)
        np.savez(file, allow_pickle=True, **arrays)
    elif chance.random() < 0.3:
        pickle.dump(Trap(trap), file, protocol=chance.randrange(6))
    else:
        content = {"weight": torch.zeros(2), "trap": Trap(trap)}
        torch.save(content, file, _use_new_zipfile_serialization=chance.random() < 0.5)
    return file.getvalue()


def mutated(content: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A file with something else in it, and what was done to it."""
    name = chance.choice(list(CHANGES))
    if zipfile.is_zipfile(io.BytesIO(content)) and chance.random() < 0.5:
        return _member_changed(content, CHANGES[name], chance), f"a member, {name}"
    return CHANGES[name](content, chance), name


def _image(ending: str, mode: str, chance: random.Random) -> bytes:
    pixels = digits()[0][chance.randrange(1000), ..., 0].repeat(2, axis=0).repeat(2, axis=1)
    if mode == "I;16":
        picture = Image.fromarray(pixels.astype(np.uint16) * 257)
    else:
        picture = Image.fromarray(pixels).convert(mode)
    options: dict[str, Any] = {}
    if ending in ("jpg", "tif", "webp", "png"):
        exif = Image.Exif()
        exif[0x0112] = chance.randint(1, 8)
        options["exif"] = exif
    if ending == "tif":
        options["compression"] = chance.choice([None, "tiff_lzw", "tiff_deflate", "packbits"])
    file = io.BytesIO()
    kind = {"jpg": "JPEG", "tif": "TIFF", "pgm": "PPM"}.get(ending, ending.upper())
    picture.save(file, kind, **options)
    return file.getvalue()


def _archive() -> bytes:
    images, labels = digits()
    file = io.BytesIO()
    np.savez(file, images=images[:20], labels=labels[:20], class_names=np.array(list("0123456789")))
    return file.getvalue()


def _checkpoint(*, zipped: bool) -> bytes:
    file = io.BytesIO()
    torch.save(build_model(ARCHITECTURE).state_dict(), file, _use_new_zipfile_serialization=zipped)
    return file.getvalue()


def _member_changed(
    content: bytes, change: Callable[[bytes, random.Random], bytes], chance: random.Random
) -> bytes:
    """Change one file in a zip archive, so that its checksum is right again."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            new.writestr(name, change(member, chance) if name == chosen else member)
    return file.getvalue()


def _flipped(content: bytes, chance: random.Random, within: int | None = None) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, MOST_FLIPPED) if changed else 0):
        changed[chance.randrange(min(within or len(changed), len(changed)))] = chance.randrange(256)
    return bytes(changed)


def _header_changed(content: bytes, chance: random.Random) -> bytes:
    return _flipped(content, chance, HEADER)


def _number_changed(content: bytes, chance: random.Random) -> bytes:
    """Put an extreme number where a size or an offset may stand."""
    place = chance.randrange(max(1, min(len(content), 4 * HEADER)))
    number = chance.choice(_EXTREME)
    return content[:place] + number + content[place + len(number) :]


def _truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:begin] + content[end:]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:end] + content[begin:]


def _zeroed(content: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:begin] + bytes(end - begin) + content[end:]


CHANGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes changed": _flipped,
    "bytes of the header changed": _header_changed,
    "a number of the header changed": _number_changed,
    "the end cut off": _truncated,
    "a piece cut out": _cut,
    "a piece doubled": _doubled,
    "a piece zeroed": _zeroed,
}
