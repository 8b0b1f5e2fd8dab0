"""Which sample each row is of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.columns.given import Given
from lpntk.domain import InputError
from lpntk.domain.columns import MOST_COLUMNS, Column, NoColumnError, Values, column_of
from lpntk.domain.errors import shown
from lpntk.domain.keeping import column_name, key_of
from lpntk.domain.text_files import without_apostrophe

_OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class Owner:
    """The samples that columns are for.

    Attributes
    ----------
    indices
        (N,) int64, ascending.
    locations
        The path of each below its source's root; None where they are no files.
    original_size
        How many samples the original data set has; None where that is not known.
    """

    indices: NDArray[np.int64]
    locations: Sequence[str] | None = None
    original_size: int | None = None


@dataclass(frozen=True, eq=False)
class Matched:
    """Columns of samples.

    Attributes
    ----------
    indices
        (n,) int64, ascending: of which samples.
    columns
        Of these, in their order.
    notes
        What was left out, a sentence each.
    """

    indices: NDArray[np.int64]
    columns: list[Column]
    notes: list[str]


def matched(given: Given, owner: Owner, taken: Callable[[str], bool]) -> Matched:
    """The columns of the samples that the rows are of.

    Parameters
    ----------
    taken
        Whether a name is one of the program's own.

    Raises
    ------
    InputError
        If a row is of no sample, or a column is none; it says where.
    """
    _check_names(given, taken)
    indices = _indices(given, owner)
    here = np.isin(indices, owner.indices)
    notes = []
    if not here.any():
        raise InputError(
            f"{given.what} has no row of a sample of this analysis: give its index or its path.",
            field="columns",
        )
    if not here.all() and given.index is not None:
        left = int((~here).sum())
        notes.append(f"{left:,} rows are of samples that this analysis has left out, and are left out, too.")
    rows = np.flatnonzero(here)
    rows = rows[np.argsort(indices[rows], kind="stable")]
    columns = []
    for name, values in given.columns.items():
        try:
            columns.append(column_of(name, _of_rows(values, rows), indices[rows]))
        except NoColumnError as error:
            notes.append(error.message)
    if not columns:
        raise InputError(notes[-1], field="columns")
    _require_whole_embeddings(given, columns, indices[rows], owner)
    return Matched(indices[rows], columns, notes)


def _check_names(given: Given, taken: Callable[[str], bool]) -> None:
    if len(given.columns) > MOST_COLUMNS:
        raise InputError(
            f"{given.what} has {len(given.columns):,} columns: give at most {MOST_COLUMNS} at a time, and an "
            "embedding as e0, e1, …, as a list column of Parquet or as a .npy file.",
            field="columns",
        )
    seen: dict[str, str] = {}
    for name in given.columns:
        called = column_name(name)
        key = key_of(called)
        if taken(called):
            raise InputError(
                f"{given.what} has a column '{called}', which is what lpntk calls one of its own: call it "
                "something else, or leave it out.",
                field="columns",
            )
        if key in seen:
            raise InputError(
                f"{given.what} has two columns '{seen[key]}' and '{called}': call one something else.",
                field="columns",
            )
        seen[key] = called


def _indices(given: Given, owner: Owner) -> NDArray[np.int64]:
    """(n,) int64: the index of the sample of each row, which may be one that was left out; each once."""
    if given.index is not None:
        found = _by_index(given, given.index, owner)
    elif given.path is not None:
        found = _by_path(given, given.path, owner)
    else:
        return _in_order(given, owner)
    order = np.argsort(found, kind="stable")
    again = np.flatnonzero(np.diff(found[order]) == 0)
    if len(again):
        first, second = (int(order[again[0] + step]) for step in (0, 1))
        raise InputError(
            f"{given.what} has sample {found[first]} in its rows {given.first + first} and "
            f"{given.first + second}: give each sample once.",
            field="columns",
        )
    return found


def _by_index(given: Given, values: Values, owner: Owner) -> NDArray[np.int64]:
    last = int(owner.indices[-1])
    size = max(owner.original_size or 0, last + 1)
    found = np.empty(len(values), dtype=np.int64)
    for row, value in enumerate(values.tolist() if isinstance(values, np.ndarray) else values):
        index = _whole(value)
        if index is None or not 0 <= index < size or not _may_be(index, owner):
            raise InputError(
                f"Row {given.first + row} of {given.what} is of a sample '{shown(str(value))}', which there "
                f"is not: the analysis has samples from {owner.indices[0]} to {last}.",
                field="columns",
            )
        found[row] = index
    return found


def _may_be(index: int, owner: Owner) -> bool:
    """Whether there is a sample of this index in the data, be it left out of the analysis."""
    if owner.original_size is not None:
        return True
    at = int(np.searchsorted(owner.indices, index))
    return at < len(owner.indices) and int(owner.indices[at]) == index


def _by_path(given: Given, values: Values, owner: Owner) -> NDArray[np.int64]:
    if owner.locations is None:
        raise InputError(
            f"{given.what} says by 'path' which sample a row is of, and these samples are no files: give "
            "their 'index' in its place.",
            field="columns",
        )
    places = dict(zip(owner.locations, owner.indices.tolist(), strict=True))
    found = np.empty(len(values), dtype=np.int64)
    for row, value in enumerate(values.tolist() if isinstance(values, np.ndarray) else values):
        path = "" if value is None else without_apostrophe(str(value)).strip().replace("\\", "/")
        index = places.get(path, places.get(path.removeprefix("./")))
        if index is None:
            raise InputError(
                f"Row {given.first + row} of {given.what} is of a file '{shown(path)}', which this analysis "
                f"has not: give the path below its source, such as '{shown(owner.locations[0])}'.",
                field="columns",
            )
        found[row] = index
    return found


def _in_order(given: Given, owner: Owner) -> NDArray[np.int64]:
    """Where no row says whose it is: all samples of the analysis, or all of the original, in their order."""
    if given.rows == len(owner.indices):
        return owner.indices
    if given.rows == owner.original_size:
        return np.arange(given.rows)
    original = (
        ""
        if owner.original_size in (None, len(owner.indices))
        else f", or {owner.original_size:,} for all of the data set"
    )
    raise InputError(
        f"{given.what} has {given.rows:,} rows and no column that says of which sample each is: give "
        f"{len(owner.indices):,}, one for each sample of the analysis{original}, or a column 'index'.",
        field="columns",
    )


def _of_rows(values: Values, rows: NDArray[np.int64]) -> Values:
    return values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows.tolist()]


def _require_whole_embeddings(
    given: Given, columns: list[Column], indices: NDArray[np.int64], owner: Owner
) -> None:
    """An embedding must say where every sample is: of the others there would be no map."""
    missing = np.setdiff1d(owner.indices, indices)
    for column in columns:
        if column.values.ndim == 2 and len(missing):
            raise InputError(
                f"The embedding '{column.name}' in {given.what} lacks {len(missing):,} samples, such as "
                f"{missing[0]}: give a vector for each.",
                field="columns",
            )


def _whole(value: Any) -> int | None:
    """The whole number that a value is; None if it is none."""
    if isinstance(value, float):
        return int(value) if value == value and value.is_integer() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
