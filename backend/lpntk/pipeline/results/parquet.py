"""Tables as Parquet, where the package that writes it is there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from lpntk.domain import InputError
from lpntk.domain.text_files import encodable


def parquet_bytes(columns: Mapping[str, Any]) -> bytes:
    """A table whose columns are arrays, lists of texts or None, lists of lists of texts, or Arrow's own.

    InputError if pyarrow is not there.
    """
    table = arrow_table(columns)
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()


def arrow_table(columns: Mapping[str, Any]) -> Any:
    """The same as a pyarrow.Table. InputError if pyarrow is not there."""
    pyarrow = arrow()
    return pyarrow.table({name: _array(pyarrow, column) for name, column in columns.items()})


def arrow() -> Any:
    """The package that writes Parquet. InputError where it is not there."""
    try:
        import pyarrow
    except ImportError:
        raise InputError(
            "Parquet needs a package to be written: pip install 'lpntk[parquet]', or take another format "
            "where there is one.",
            field="format",
        ) from None
    return pyarrow


def _array(pyarrow: Any, column: Any) -> Any:
    """A column whose type does not depend on what happens to be in it."""
    if isinstance(column, np.ndarray) and column.dtype.kind != "U":
        return pyarrow.array(column)
    if not isinstance(column, np.ndarray | list):
        return column
    if any(isinstance(one, list) for one in column):
        return pyarrow.array(
            [[encodable(text) for text in texts] for texts in column], pyarrow.list_(pyarrow.string())
        )
    # A path that is not UTF-8 has no place in a table of texts.
    texts = [None if text is None else encodable(str(text)) for text in column]
    return pyarrow.array(texts, pyarrow.string())
