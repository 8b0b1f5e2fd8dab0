"""Columns by name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.columns import numbers_in


class Kind(StrEnum):
    """What a column holds."""

    NUMBERS = "numbers"
    TEXTS = "texts"
    FILES = "files"
    LISTS = "lists"
    OTHER = "nothing that is read"


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column.

    Attributes
    ----------
    kind
        What it holds.
    values
        Of numbers (N,) float64, NaN where there is none; of texts a string or None each; of files their
        bytes, or a dict of bytes and path as Hugging Face has them.
    class_names
        The names of classes whose numbers these are, where the file says so; else None.
    """

    kind: Kind
    values: Sequence[Any] | NDArray[Any]
    class_names: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length.

    Attributes
    ----------
    where
        What to call it in a sentence, such as its path.
    count
        N.
    columns
        By name, in order.
    """

    where: str
    count: int
    columns: Mapping[str, TableColumn]


def column_of_texts(values: Sequence[str | None]) -> TableColumn:
    """Numbers where all that is there are, else texts; what is empty is not there."""
    texts = [None if value is None or not value.strip() else value for value in values]
    numbers = numbers_in(texts)
    if numbers is None:
        return column_of_strings(texts)
    return TableColumn(Kind.NUMBERS if not np.isnan(numbers).all() else Kind.OTHER, numbers)


def column_of_strings(values: Sequence[str | None]) -> TableColumn:
    """Texts as they are; what is empty is not there."""
    texts = [value or None for value in values]
    if not any(texts):
        return TableColumn(Kind.OTHER, np.full(len(texts), math.nan))
    return TableColumn(Kind.TEXTS, texts)


def column_of_values(values: Sequence[Any]) -> TableColumn:
    """A column of what Python has: numbers, texts, flags, files as bytes, lists; None where there is none."""
    there = [value for value in values if value is not None and value == value]
    if all(isinstance(value, str) for value in there):
        return column_of_strings([value if isinstance(value, str) else None for value in values])
    if all(isinstance(value, bool | np.bool_) for value in there):
        return TableColumn(Kind.TEXTS, [None if value is None else str(bool(value)) for value in values])
    if all(isinstance(value, int | float | np.number) for value in there):
        return TableColumn(Kind.NUMBERS, np.array([math.nan if v is None else float(v) for v in values]))
    if all(isinstance(value, bytes | dict) for value in there):
        return TableColumn(Kind.FILES, values)
    if all(isinstance(value, list | tuple | np.ndarray) for value in there):
        return TableColumn(Kind.LISTS, values)
    return TableColumn(Kind.OTHER, values)
