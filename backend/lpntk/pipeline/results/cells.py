"""The columns of a table whose rows are the samples: listed, drawn and filtered by as scores are."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.columns import NONE, Column, ColumnKind, column_of
from lpntk.pipeline.material.taken import OF_ROWS
from lpntk.pipeline.results.results import Results
from lpntk.store import cells as stored

_IN_NO_NAME = re.compile(r"[/\\\s]+")
_LONGEST = 90


@dataclass(frozen=True)
class FieldView:
    """How far the cells of one column differ.

    Attributes
    ----------
    heading
        As the table has it.
    deviation
        Of its numbers; None where they are none.
    telling
        From 0 to 1, the share of what its cells differ by that lies between classes: the correlation ratio,
        and of groups Goodman and Kruskal's tau.
    """

    heading: str
    deviation: float | None
    telling: float


@dataclass(frozen=True, eq=False)
class Cells:
    """All cells of the rows.

    Attributes
    ----------
    headings
        Of all columns, in the table's order.
    columns
        By name those of which something can be drawn.
    titles
        Their headings, by name.
    """

    headings: tuple[str, ...]
    columns: dict[str, Column]
    titles: dict[str, str]

    @cached_property
    def nbytes(self) -> int:
        """What they take in memory."""
        return sum(column.values.nbytes for column in self.columns.values())


def columns(results: Results) -> dict[str, Column]:
    """By name the columns of the rows, without those of which nothing can be drawn; none of other samples."""
    return _cells(results).columns


def heading(results: Results, name: str) -> str:
    """What a column is called in its table."""
    return _cells(results).titles[name]


def fields(results: Results) -> list[FieldView]:
    """Every column of the rows, in the table's order."""
    cells = _cells(results)
    by_heading = {title: cells.columns[name] for name, title in cells.titles.items()}
    return [_field(name, by_heading.get(name), results.labels) for name in cells.headings]


def _field(heading: str, column: Column | None, labels: NDArray[np.int64]) -> FieldView:
    if column is None:
        return FieldView(heading, None, 0.0)
    values, classes = column.values[column.known], labels[column.known]
    # Of each class the sums of what its cells are more than the mean: of numbers, or of each group's 0 and 1.
    if column.kind is ColumnKind.NUMBER:
        deviation = float(values.std())
        sums = np.bincount(classes, values - values.mean())[:, None]
        variance = deviation**2 if np.ptp(values) > 0 else 0.0
    else:
        deviation = None
        counts = np.zeros((classes.max() + 1, len(column.categories)))
        np.add.at(counts, (classes, values), 1.0)
        shares = counts.sum(axis=0) / len(values)
        sums = counts - counts.sum(axis=1, keepdims=True) * shares
        variance = 1.0 - float(shares @ shares)
    between = np.square(sums).sum(axis=1) / np.bincount(classes).clip(1)
    telling = float(between.sum()) / (len(values) * variance) if variance > 0 else 0.0
    return FieldView(heading, deviation, min(telling, 1.0))


def _cells(results: Results) -> Cells:
    if results.dataset.modality != "rows":
        return Cells((), {}, {})
    return results.recall("cells", lambda: _read(results))


def _read(results: Results) -> Cells:
    found = stored.read(results.session, results.dataset_id)
    cells = Cells(tuple(column.name for column in found), {}, {})
    for column in found:
        with suppress(InputError):  # nothing is known of it, or its heading is none that can be shown
            # A table may well have a column called label, x or loss.
            name = OF_ROWS + _IN_NO_NAME.sub("-", column.name)[:_LONGEST]
            drawn = _drawn(column, name, results.indices)
            cells.columns[drawn.name], cells.titles[drawn.name] = drawn, column.name
    return cells


def _drawn(column: Column, name: str, indices: NDArray[np.int64]) -> Column:
    """The column as people see it: of the groups that there are, and of numbers where all of these are."""
    if column.kind is ColumnKind.NUMBER:
        return column_of(name, column.values, indices)
    known = np.unique(column.values[column.known])
    groups = column_of(name, [column.categories[code] for code in known.tolist()], indices[: len(known)])
    nothing = np.nan if groups.kind is ColumnKind.NUMBER else NONE
    of_code = np.full(len(column.categories) + 1, nothing)  # the last is that of NONE
    of_code[known] = groups.values
    return replace(groups, values=of_code[column.values].astype(groups.values.dtype))
