"""Rows of a table as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Dataset, Inputs
from lpntk.domain.columns import NONE, Column, ColumnKind
from lpntk.domain.fields import Field

_BLOCK = 4096


def blocks(inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
    """Runs of consecutive rows and what is in them (n, C), in order, a few thousand at a time."""
    for start in range(0, len(inputs), _BLOCK):
        rows = range(start, min(start + _BLOCK, len(inputs)))
        yield rows, np.stack([inputs[row] for row in rows])


def columns_of_rows(dataset: Dataset) -> list[Column]:
    """The columns of a table whose rows are the samples, called as their headings; none of other samples."""
    if not dataset.fields:
        return []
    values = np.concatenate([block for _, block in blocks(dataset.inputs)])
    return [_column(field, values[:, position]) for position, field in enumerate(dataset.fields)]


def _column(field: Field, values: NDArray[np.float64]) -> Column:
    if not field.categories:
        return Column(field.name, ColumnKind.NUMBER, values)
    codes = np.where(np.isnan(values), NONE, values).astype(np.int32)
    return Column(field.name, ColumnKind.CATEGORY, codes, field.values)


def as_whole(number: float) -> float | int:
    """A number as people read it: without a point where it is a whole one."""
    return int(number) if number.is_integer() and abs(number) < 1 << 53 else number


def row_statistics(dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """For each number of a classifier's input, what is taken off and what it is divided by.

    A column of numbers has its mean and standard deviation over the rows that have a value there (1 where
    they are all equal); of categories, 0 and 1.
    """
    values = np.concatenate([block for _, block in blocks(dataset.inputs)])
    means: list[float] = []
    deviations: list[float] = []
    for position, field in enumerate(dataset.fields):
        there = values[:, position][~np.isnan(values[:, position])]
        plain = bool(field.categories) or not len(there)
        # Mean and deviation of equal numbers may be what was rounded, which is much of large ones.
        is_one = not plain and there.min() == there.max()
        spread = 0.0 if plain or is_one else float(there.std())
        mean = 0.0 if plain else float(there[0] if is_one else there.mean())
        means += [mean] * field.width
        deviations += [spread or 1.0] * field.width
    return tuple(means), tuple(deviations)


def expand(
    values: NDArray[np.float64], fields: Sequence[Field], mean: Sequence[float], std: Sequence[float]
) -> NDArray[np.float32]:
    """(N, D) inputs of a classifier from (N, C) rows.

    A number that is missing is the column's mean, which is 0; a category that is missing, or was not there
    when the classifier was made, zeros.
    """
    columns = []
    for position, field in enumerate(fields):
        column = values[:, position]
        if field.categories:
            columns.append((column[:, None] == np.arange(field.width)).astype(np.float64))
        else:
            columns.append(column[:, None])
    expanded = (np.concatenate(columns, axis=1) - np.asarray(mean)) / np.asarray(std)
    return np.nan_to_num(expanded).astype(np.float32)
