"""NumPy arrays as BLOBs: little-endian, C order, with dtype, shape and a checksum in columns beside them."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row
from sqlalchemy.orm import InstrumentedAttribute

from lpntk.domain import StoreError
from lpntk.store import seals
from lpntk.store.damage import Part
from lpntk.store.tables import ArrayColumns

DTYPES = ("bool", "uint8", "int32", "int64", "float32", "float64")


def columns(table: type[ArrayColumns]) -> list[InstrumentedAttribute[Any]]:
    """What to select of a row for `unpack`."""
    return [*seals.fields(table), table.data]


def pack(table: type[ArrayColumns], array: NDArray[Any], **place: Any) -> dict[str, Any]:
    """The columns of one array, for an insert.

    Parameters
    ----------
    place
        The columns that say which array it is.
    """
    name = array.dtype.name
    if name not in DTYPES:
        raise TypeError(f"arrays of {name} are not stored")
    data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
    fields = {"dtype": name, "shape": list(array.shape), "checksum": zlib.crc32(data)}
    return {**seals.sealed(table, {**place, **fields}), "data": data}


def unpack(row: ArrayColumns | Row[Any], table: type[ArrayColumns], part: Part) -> NDArray[Any]:
    """The array that was packed, read-only.

    Parameters
    ----------
    row
        The selected `columns`.
    part
        What it is, for the error.

    Raises
    ------
    StoreError
        If the row is not as it was written, or its bytes are not.
    """
    seals.check(row, table, part)
    if row.dtype not in DTYPES:
        raise StoreError(f"The database holds {part.name} with the unknown type '{row.dtype}': update lpntk.")
    data = verified(row.data, row.checksum, part)
    array = np.frombuffer(data, dtype=np.dtype(row.dtype).newbyteorder("<"))
    return array.astype(np.dtype(row.dtype), copy=False).reshape(row.shape)


def verified(data: Any, checksum: int, part: Part) -> bytes:
    """The bytes themselves, if they still have their checksum; else StoreError naming the part."""
    if not is_whole(data, checksum):
        raise part.damaged()
    return bytes(data)


def is_whole(data: Any, checksum: int) -> bool:
    """Whether these are bytes that have their checksum."""
    return isinstance(data, bytes) and zlib.crc32(data) == checksum
