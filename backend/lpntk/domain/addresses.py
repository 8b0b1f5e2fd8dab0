"""What an address of the page selects, as frontend/src/selection/selected/encode.ts writes it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import numpy as np
from numpy.typing import NDArray

_RADIX = 36
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_OF_ONE_KERNEL = ("cluster", "zoom")
_MOST_ROWS = 100_000_000


def selected_rows(address: str) -> NDArray[np.int64]:
    """(n,) int64, ascending: the rows that an address such as "map?selected=r3.3-y" selects.

    Others can save views, too: what makes no sense selects nothing.
    """
    found = parse_qs(address.partition("?")[2]).get("selected", [""])[0]
    return rows_of(_plain(found))


def of_more_samples(address: str) -> str:
    """An address for data that begin with the same samples, in which these have the same rows.

    Clusters and the places in the picture of the kernel are others there.
    """
    view, mark, rest = address.partition("?")
    parts = [part for part in rest.split("&") if part.partition("=")[0] not in _OF_ONE_KERNEL]
    return f"{view}{mark}{'&'.join(parts)}".removesuffix("?")


def rows_of(text: str) -> NDArray[np.int64]:
    """The rows of a set as text: runs ("r" and gaps and lengths) or bits ("b" in base 64 for URLs)."""
    read = {"r": _of_runs, "b": _of_bits}.get(text[:1])
    return np.zeros(0, dtype=np.int64) if read is None else read(text[1:])


def _of_runs(text: str) -> NDArray[np.int64]:
    runs: list[NDArray[np.int64]] = []
    row = total = 0
    for run in text.split("-"):
        gap, _, length = run.partition(".")
        try:
            start, count = row + int(gap, _RADIX), int(length or "1", _RADIX)
        except ValueError:
            break
        total += count
        if start < row or count < 1 or total > _MOST_ROWS:
            break
        row = start + count
        runs.append(np.arange(start, row))
    return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)


def _of_bits(text: str) -> NDArray[np.int64]:
    digits = np.array([max(_DIGITS.find(digit), 0) for digit in text], dtype=np.int64)
    bits = (digits[:, None] >> np.arange(6)) & 1
    return np.flatnonzero(bits).astype(np.int64)


def _plain(text: str) -> str:
    """A text that the page's router has put into quotation marks, without them."""
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return ""
