"""Sizes in bytes as people write and read them."""

from __future__ import annotations

import re

UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}

_FACTORS = {"": 1, **{name.upper(): factor for name, factor in UNITS.items()}}


def bytes_in(text: str) -> int | None:
    """The bytes in a size such as "4GiB", "512 MiB" or "1073741824"; None if it is no such size."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text)
    factor = _FACTORS.get(match[2].upper()) if match else None
    return None if match is None or factor is None else int(float(match[1]) * factor)


def whole_size(size: int) -> str:
    """`size` in bytes as `bytes_in` reads it, in the largest unit that divides it: "4GiB"."""
    for unit in ("GiB", "MiB", "KiB"):
        if size % UNITS[unit] == 0:
            return f"{size // UNITS[unit]}{unit}"
    return str(size)


def shown_size(size: int) -> str:
    """`size` in bytes for a sentence, in the unit that fits it: "64 MiB", "1.5 GiB"."""
    for unit in ("TiB", "GiB", "MiB", "KiB"):
        if size >= UNITS[unit]:
            return f"{size / UNITS[unit]:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{size} bytes"
