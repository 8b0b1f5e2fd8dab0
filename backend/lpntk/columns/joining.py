"""Columns of some samples, and of others that come after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.columns import MOST_COLUMNS, Column, ColumnKind, NoColumnError, column_of
from lpntk.domain.keeping import key_of
from lpntk.domain.words import some

_NAMED_AT_MOST = 5


@dataclass(frozen=True, eq=False)
class Described:
    """Samples, and what is known of them.

    Attributes
    ----------
    what
        What they are called in a sentence: "more.csv".
    count
        How many there are.
    columns
        Of these samples, in their order; no two whose names differ by upper and lower case alone.
    """

    what: str
    count: int
    columns: Sequence[Column]


def joined(
    first: Described, then: Described, indices: NDArray[np.int64]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns of either for all samples, and what became of them, a sentence each.

    They have the names that the first samples' have, and are not known where one side lacks them. Numbers of
    one side and texts of the other are texts. An embedding that is not of all samples is left out, since it
    would be of use to none.

    Parameters
    ----------
    indices
        (n,) int64: of all samples.
    """
    found: list[Column] = []
    left_out: list[str] = []
    partly: list[str] = []
    mixed: list[str] = []
    for name, one, other in _pairs(first.columns, then.columns):
        if len(found) == MOST_COLUMNS:
            left_out.append(f"{name} (there may be {MOST_COLUMNS} columns)")
            continue
        try:
            column = _one(name, (one, other), (first.count, then.count), indices)
        except NoColumnError:
            left_out.append(f"{name} (too many different texts)")
            continue
        if column is None:
            left_out.append(f"{name} (an embedding, and not of all samples)")
            continue
        found.append(column)
        if one is None or other is None:
            partly.append(f"{name} ({f'not of {then.what}' if other is None else f'of {then.what} alone'})")
        elif one.kind is not other.kind:
            mixed.append(name)
    return tuple(found), tuple(_notes(partly, mixed, left_out))


def _pairs(
    first: Sequence[Column], then: Sequence[Column]
) -> Iterator[tuple[str, Column | None, Column | None]]:
    """Those of one name, the first samples' columns before those that only the others have."""
    others = {key_of(column.name): column for column in then}
    for column in first:
        yield column.name, column, others.pop(key_of(column.name), None)
    for column in others.values():
        yield column.name, None, column


def _one(
    name: str, pair: tuple[Column | None, Column | None], counts: tuple[int, int], indices: NDArray[np.int64]
) -> Column | None:
    """A column of all samples; None where it is an embedding of a part of them."""
    there = [column for column in pair if column is not None]
    kinds = {column.kind for column in there}
    if ColumnKind.EMBEDDING in kinds:
        return _vectors(there) if len(there) == 2 and len(kinds) == 1 else None
    if kinds == {ColumnKind.NUMBER}:
        parts = [
            np.full(count, np.nan) if column is None else column.values
            for column, count in zip(pair, counts, strict=True)
        ]
        return Column(name, ColumnKind.NUMBER, np.concatenate(parts))
    texts: list[str | None] = []
    for column, count in zip(pair, counts, strict=True):
        texts += [None] * count if column is None else _texts(column)
    return column_of(name, texts, indices)


def _vectors(columns: Sequence[Column]) -> Column | None:
    if len({column.values.shape[1] for column in columns}) > 1:
        return None
    return replace(columns[0], values=np.concatenate([column.values for column in columns]))


def _texts(column: Column) -> list[str | None]:
    if column.kind is ColumnKind.CATEGORY:
        return column.texts()
    return [None if np.isnan(value) else repr(value).removesuffix(".0") for value in column.values.tolist()]


def _notes(partly: Sequence[str], mixed: Sequence[str], left_out: Sequence[str]) -> Iterator[str]:
    if partly:
        yield f"Columns that are known of a part of the samples only: {some(partly, _NAMED_AT_MOST)}."
    if mixed:
        yield (
            "Columns that hold numbers in one part and texts in another, and are taken as texts: "
            f"{some(mixed, _NAMED_AT_MOST)}."
        )
    if left_out:
        yield f"Columns that could not be joined, and are left out: {some(left_out, _NAMED_AT_MOST)}."
