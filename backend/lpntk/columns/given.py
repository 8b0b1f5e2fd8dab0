"""What a file or a frame holds, before it is known whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.columns import Values

INDEX, PATH = "index", "path"
"""What the column is called that says which sample a row is of."""

EMBEDDING_NAME = "embedding"
_PART = "e"


@dataclass(frozen=True, eq=False)
class Given:
    """Columns of rows, each of a sample.

    Attributes
    ----------
    what
        What it is, as a sentence begins with it: "scores.csv".
    columns
        By name; all of one length.
    index, path
        What says which sample each row is of, at most one of the two; None for both: the rows are the
        samples in their order.
    first
        The number that people give to the first row.
    """

    what: str
    columns: dict[str, Values]
    index: Values | None = None
    path: Values | None = None
    first: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are."""
        columns = [*self.columns.values(), *(one for one in (self.index, self.path) if one is not None)]
        return len(columns[0]) if columns else 0


def given(what: str, columns: Mapping[str, Values], *, first: int = 0) -> Given:
    """What was read, with the column that says which sample a row is of taken out, and vectors put together.

    Raises
    ------
    InputError
        If there is nothing in it, or its columns differ in length.
    """
    others = {name: values for name, values in columns.items() if name not in (INDEX, PATH)}
    found = Given(what, _joined(what, others), columns.get(INDEX), first=first)
    if found.index is None:
        found = Given(what, found.columns, path=columns.get(PATH), first=first)
    if not found.columns:
        raise InputError(
            f"{what} has no column beside what says which sample a row is of: give one more.", field="columns"
        )
    for name, values in columns.items():
        if len(values) != found.rows:
            raise InputError(
                f"{what} has {len(values):,} rows in '{name}' and {found.rows:,} in others: give one value a "
                "sample.",
                field="columns",
            )
    if not found.rows:
        raise InputError(f"{what} has no rows: give one a sample.", field="columns")
    return found


def _joined(what: str, columns: dict[str, Values]) -> dict[str, Values]:
    """The columns e0, e1, … as one embedding."""
    count = 0
    while f"{_PART}{count}" in columns:
        count += 1
    if count < 2:
        return columns
    parts = [f"{_PART}{place}" for place in range(count)]
    vectors = np.stack([_coordinates(what, name, columns[name]) for name in parts], axis=1)
    others = {name: values for name, values in columns.items() if name not in parts}
    if EMBEDDING_NAME in others:
        raise InputError(
            f"{what} has the columns e0 to e{count - 1}, which are one embedding, and another called "
            f"'{EMBEDDING_NAME}': call that something else.",
            field="columns",
        )
    return {**others, EMBEDDING_NAME: vectors}


def _coordinates(what: str, name: str, values: Values) -> NDArray[np.float64]:
    # What is not there becomes NaN, and is complained of by the index of its sample.
    numbers: list[Any] = list(values)
    try:
        return np.array([np.nan if one in (None, "") else float(one) for one in numbers])
    except (TypeError, ValueError):
        raise InputError(
            f"{what} has a text in '{name}', which is a part of the embedding e0, e1, …: give numbers there, "
            "or call the column something else.",
            field="columns",
        ) from None
