"""The labels in a column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.tabular.table import Kind, Table, TableColumn
from lpntk.domain import InputError
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import printable

MOST_CLASSES = 1000
_LARGEST_WHOLE = 2.0**53


def labels_of(table: Table, name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """(N,) int64 labels, `LEFT_OUT` where there is none, and the names of the classes.

    Names are in the order in which the file has them, else in that of numbers or letters.

    Raises
    ------
    InputError
        If they are several a sample, quantities, or too many.
    """
    column = table.columns[name]
    if column.kind is Kind.LISTS:
        raise InputError(
            f"The column '{name}' of {table.where} holds lists, so a sample has several labels: give data "
            "with one label a sample, since lpNTK is of classifiers that choose one class.",
            field="label_column",
        )
    if column.kind is Kind.NUMBERS:
        return _of_numbers(column, name, table.where)
    if column.kind is Kind.TEXTS:
        return _of_texts(list(column.values), name, table.where)
    raise InputError(
        f"The column '{name}' of {table.where} holds {column.kind}: labels are texts or whole numbers.",
        field="label_column",
    )


def _of_numbers(column: TableColumn, name: str, where: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    values = np.asarray(column.values)
    there = ~np.isnan(values)
    whole = values[there]
    # Beyond, numbers of 64 bits are no longer all there are, and two classes would be one.
    wrong = (whole != np.rint(whole)) | (np.abs(whole) >= _LARGEST_WHOLE)
    if wrong.any():
        row = int(np.flatnonzero(there)[np.argmax(wrong)])
        raise _quantities(name, where, f"row {row} has {values[row]:g}")
    if column.class_names is not None:
        # Hugging Face writes -1 where a label is kept from the public.
        known = there & (values >= 0) & (values < len(column.class_names))
        labels = np.where(known, np.nan_to_num(values), LEFT_OUT).astype(np.int64)
        return labels, tuple(map(printable, column.class_names))
    different = np.unique(whole)
    _check_number(len(different), len(whole), name, where)
    labels = np.full(len(values), LEFT_OUT, np.int64)
    labels[there] = np.searchsorted(different, whole)
    return labels, tuple(f"{value:.0f}" for value in different)


def _of_texts(
    values: Sequence[str | None], name: str, where: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    values = [None if value is None else value.strip() or None for value in values]
    different = sorted({value for value in values if value is not None})
    _check_number(len(different), sum(value is not None for value in values), name, where)
    numbers = {value: number for number, value in enumerate(different)}
    labels = [LEFT_OUT if value is None else numbers[value] for value in values]
    return np.array(labels, np.int64), tuple(map(printable, different))


def _check_number(classes: int, samples: int, name: str, where: str) -> None:
    if classes > MOST_CLASSES or (classes > 20 and 2 * classes > samples):
        raise _quantities(name, where, f"{classes:,} different values in {samples:,} rows")


def _quantities(name: str, where: str, why: str) -> InputError:
    return InputError(
        f"The column '{name}' of {where} holds quantities, not classes ({why}): lpNTK is of classifiers, so "
        "give a column of classes, or put the values into groups.",
        field="label_column",
    )
