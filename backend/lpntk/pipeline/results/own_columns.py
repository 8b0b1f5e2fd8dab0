"""Columns that people have added to the data, as the samples of a finished analysis have them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, NotFoundError
from lpntk.domain.columns import NONE, Column, ColumnKind
from lpntk.domain.keeping import key_of
from lpntk.pipeline.results.results import Results
from lpntk.store import own_columns
from lpntk.store.own_columns import Held, unknown


def find(results: Results, name: str) -> Held | None:
    """The one of a name, however it is capitalised; None if there is none."""
    return next((held for held in results.own_columns if key_of(held.name) == key_of(name)), None)


def get(results: Results, name: str) -> Held:
    """The one of a name. NotFoundError if there is none."""
    held = find(results, name)
    if held is None:
        raise unknown(name)
    return held


def values(results: Results, held: Held) -> Column:
    """A column of the samples of the analysis, by row. NotFoundError of an embedding that lacks some."""
    return results.recall(
        ("own column", held.id), lambda: own_columns.values(results.session, held, results.indices)
    )


def numbers(column: Column) -> NDArray[np.float64]:
    """(N,) float64, NaN where it is not known. InputError if they are no numbers."""
    if column.kind is not ColumnKind.NUMBER:
        raise InputError(
            f"The column '{column.name}' holds {_WHAT[column.kind]}, which are no numbers: choose one that "
            "does.",
            field="columns",
        )
    return column.values


def vectors(results: Results, name: str) -> NDArray[np.float32]:
    """(N, D) float32: an embedding.

    Raises
    ------
    NotFoundError
        If there is no such column, or it lacks samples.
    InputError
        If it is no embedding.
    """
    return values(results, embedding(results, name)).values


def embedding(results: Results, name: str) -> Held:
    """The embedding of a name. NotFoundError if there is none, InputError if it is another column."""
    held = get(results, name)
    if held.kind is not ColumnKind.EMBEDDING:
        raise InputError(
            f"The column '{held.name}' is no embedding: name one with a vector for each sample.", field="name"
        )
    return held


def in_table(column: Column) -> NDArray[Any] | list[str | None]:
    """(N,) as a table has it: float64 with NaN, or texts and None. InputError of an embedding."""
    if column.kind is ColumnKind.CATEGORY:
        return column.texts()
    if column.kind is ColumnKind.EMBEDDING:
        raise InputError(
            f"The embedding '{column.name}' is no column of a table: analysis.columns has it.",
            field="columns",
        )
    return column.values


def as_sent(column: Column) -> NDArray[Any]:
    """(N,) as numbers: float32, or the group of each, the last where it is not known."""
    if column.kind is ColumnKind.EMBEDDING:
        raise NotFoundError(f"The embedding '{column.name}' is no column of numbers: it has a map.")
    if column.kind is ColumnKind.CATEGORY:
        return np.where(column.values == NONE, len(column.categories), column.values).astype("<u2")
    return column.values.astype("<f4")


_WHAT = {ColumnKind.CATEGORY: "groups", ColumnKind.EMBEDDING: "vectors"}
