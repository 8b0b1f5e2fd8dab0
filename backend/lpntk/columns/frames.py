"""Columns that scripts and notebooks have at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lpntk.columns.arrow import values_of_arrow
from lpntk.columns.given import INDEX, PATH, Given, given
from lpntk.domain import InputError
from lpntk.domain.columns import Values


def given_of(data: Any) -> Given:
    """What a frame or a mapping holds.

    Parameters
    ----------
    data
        A pandas DataFrame, whose index says which sample a row is of where no column `index` or `path` does;
        an Arrow table or a polars DataFrame; or a mapping of arrays or lists by name.

    Raises
    ------
    InputError
        If it is something else, or its columns are none.
    """
    if hasattr(data, "iloc") and hasattr(data, "columns"):
        return _of_pandas(data)
    if isinstance(data, Mapping):
        return given("The mapping", {str(name): _values(str(name), one) for name, one in data.items()})
    if hasattr(data, "__arrow_c_stream__"):
        try:
            import pyarrow
        except ImportError:
            raise InputError(
                "An Arrow table needs a package to be read: pip install 'lpntk[parquet]', or give a mapping "
                "of arrays.",
                field="columns",
            ) from None
        return given("The table", values_of_arrow(pyarrow.table(data)))
    raise InputError(
        f"The columns are a {type(data).__name__}: give a DataFrame, an Arrow table, or a mapping of arrays "
        "by name.",
        field="columns",
    )


def _of_pandas(frame: Any) -> Given:
    if not frame.columns.is_unique:
        raise InputError("The frame has two columns of one name: call one something else.", field="columns")
    columns = {str(name): _series(str(name), frame[name]) for name in frame.columns}
    if INDEX not in columns and PATH not in columns:
        columns[INDEX] = _series(INDEX, frame.index.to_series())
    return given("The frame", columns)


def _series(name: str, series: Any) -> Values:
    missing = series.isna()
    if series.dtype.kind in "iuf" and missing.any():
        return np.asarray(series.to_numpy(dtype=np.float64, na_value=np.nan))
    if series.dtype.kind in "iufbM" and not missing.any():
        return np.asarray(series.to_numpy())
    if series.dtype.kind == "M":
        return np.asarray(series.to_numpy(dtype="datetime64[s]"))
    return _values(name, [None if gone else one for one, gone in zip(series, missing, strict=True)])


def _values(name: str, values: Any) -> Values:
    """Numbers and vectors as an array, all else as texts."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iufbMU":
        return values if values.ndim else values.reshape(1)
    if hasattr(values, "detach"):  # a tensor, wherever it is
        return np.asarray(values.detach().cpu().numpy())
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        raise InputError(
            f"The column '{name}' is a {type(values).__name__}: give an array or a list, one value a sample.",
            field="columns",
        )
    plain = list(values)
    if any(isinstance(one, list | tuple | np.ndarray) for one in plain):
        try:
            return np.stack([np.asarray(one, dtype=np.float64) for one in plain])
        except (TypeError, ValueError):
            raise InputError(
                f"The column '{name}' has vectors that are not all as many numbers: an embedding has as many "
                "for every sample.",
                field="columns",
            ) from None
    if all(isinstance(one, int | float | np.number) and not isinstance(one, bool) for one in plain):
        return np.asarray(plain)
    return [None if one is None or one != one else _text(one) for one in plain]


def _text(one: Any) -> str:
    if isinstance(one, bool | np.bool_):
        return "yes" if one else "no"
    return str(one)
