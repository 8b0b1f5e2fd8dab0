"""Columns of numbers as a browser takes them: a short header in JSON, then arrays as they lie in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES = ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8")
ALIGNMENT = 8
"""Arrays begin at multiples of as many bytes, so that a typed array can lie over them."""


def encode(columns: Mapping[str, NDArray[Any]], facts: Mapping[str, Any] | None = None) -> bytes:
    """Columns in one answer.

    A little-endian uint32 says how long the header is: JSON in UTF-8, padded with spaces so that the arrays
    begin at a multiple of `ALIGNMENT`. It has `count`, the length of the longest column, `columns` with each
    one's `name`, `type` (of `TYPES`), `offset` in bytes from the header's end and `length` in numbers, and
    the facts. The arrays follow, little-endian.

    Parameters
    ----------
    columns
        (n,) each, by name; flags become 0 and 1.
    facts
        Whatever else JSON can say of them.

    Raises
    ------
    TypeError
        If a column has a type that is none of `TYPES`.
    """
    arrays = {name: _as_sent(name, column) for name, column in columns.items()}
    described, end = [], 0
    for name, array in arrays.items():
        described.append({"name": name, "type": array.dtype.str[1:], "offset": end, "length": len(array)})
        end += _padded(array.nbytes)
    count = max(map(len, arrays.values()), default=0)
    header = json.dumps(
        {"count": count, "columns": described, **(facts or {})}, separators=(",", ":")
    ).encode()
    length = _padded(4 + len(header)) - 4
    parts = [length.to_bytes(4, "little"), header.ljust(length)]
    for array in arrays.values():
        parts += [array.tobytes(), bytes(_padded(array.nbytes) - array.nbytes)]
    return b"".join(parts)


def _as_sent(name: str, column: NDArray[Any]) -> NDArray[Any]:
    array = column.astype(np.uint8) if column.dtype == np.bool_ else column
    if array.dtype.str[1:] not in TYPES:
        raise TypeError(f"column {name} is of {array.dtype}, which is not sent")
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
