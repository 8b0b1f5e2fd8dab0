"""Arrow tables, as Parquet files, polars and others have them, as arrays and texts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.columns import Values
from lpntk.domain.errors import shown


def values_of_arrow(table: Any) -> dict[str, Values]:
    """The columns of a pyarrow.Table. InputError if one holds what is none, or two are called the same."""
    names = table.column_names
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"There are two columns '{shown(twice)}': call one something else.", field="columns")
    return {name: _values(name, table.column(name)) for name in names if name != "__index_level_0__"}


def _values(name: str, column: Any) -> Values:
    import pyarrow
    from pyarrow import types

    kind = column.type
    if types.is_dictionary(kind):
        return _values(name, column.cast(kind.value_type))
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return _vectors(name, column)
    if types.is_boolean(kind):
        return [None if one is None else "yes" if one else "no" for one in column.to_pylist()]
    if types.is_integer(kind) and not column.null_count:
        return np.asarray(column.to_numpy())
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return np.asarray(column.cast(pyarrow.float64()).to_numpy())
    texts = (types.is_string, types.is_large_string, types.is_string_view, types.is_temporal)
    if any(is_it(kind) for is_it in texts):
        return [None if one is None else str(one) for one in column.to_pylist()]
    if types.is_null(kind):
        return [None] * len(column)
    raise InputError(
        f"The column '{shown(name)}' holds {kind}, and no numbers, texts or lists of numbers: leave it out.",
        field="columns",
    )


def _vectors(name: str, column: Any) -> NDArray[Any]:
    rows = column.to_pylist()
    lengths = {0 if row is None else len(row) for row in rows}
    try:
        if len(lengths) == 1 and 0 not in lengths:
            return np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        pass  # lists of lists, or of texts
    raise InputError(
        f"The column '{shown(name)}' has lists that are not all as many numbers as in the first row: an "
        "embedding has as many for every sample.",
        field="columns",
    )
