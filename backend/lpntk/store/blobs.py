"""NumPy arrays as BLOBs: little-endian, C order, with dtype, shape and a checksum in columns beside them."""

from __future__ import annotations

import zlib
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import StoreError

DTYPES = ("bool", "uint8", "int32", "int64", "float32", "float64")


class ArrayFields(Protocol):
    """A row (or result row) with the four columns of an array."""

    @property
    def dtype(self) -> str: ...
    @property
    def shape(self) -> list[int]: ...
    @property
    def checksum(self) -> int: ...
    @property
    def data(self) -> bytes: ...


def pack(array: NDArray[Any]) -> dict[str, Any]:
    """The columns of one array, for an insert."""
    name = array.dtype.name
    if name not in DTYPES:
        raise TypeError(f"arrays of {name} are not stored")
    data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
    return {"dtype": name, "shape": list(array.shape), "checksum": zlib.crc32(data), "data": data}


def unpack(fields: ArrayFields, what: str) -> NDArray[Any]:
    """The array that was packed, read-only.

    Parameters
    ----------
    what
        What it is, for the error: "the tile (0, 1) of analysis 3".

    Raises
    ------
    StoreError
        If dtype, size or checksum do not fit the bytes.
    """
    data = verified(fields.data, fields.checksum, what)
    if fields.dtype not in DTYPES:
        raise StoreError(f"The database holds {what} with the unknown type '{fields.dtype}': update lpntk.")
    array = np.frombuffer(data, dtype=np.dtype(fields.dtype).newbyteorder("<"))
    if array.size != np.prod(fields.shape, dtype=np.int64):
        raise damaged(what)
    return array.astype(np.dtype(fields.dtype), copy=False).reshape(fields.shape)


def verified(data: bytes, checksum: int, what: str) -> bytes:
    """The bytes themselves, if they still have their checksum; else StoreError naming `what`."""
    if zlib.crc32(data) != checksum:
        raise damaged(what)
    return data


def damaged(what: str) -> StoreError:
    """The error for bytes that are not the ones that were written."""
    return StoreError(
        f"The database is damaged: {what} does not match its checksum; delete the analysis and run it again,"
        " or restore the database from a backup."
    )
