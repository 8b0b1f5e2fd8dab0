"""The labels of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.places import same_split
from lpntk.datasets.samples import Labelled
from lpntk.datasets.tabular.roles import Roles
from lpntk.datasets.tabular.table import Kind, Table, TableColumn
from lpntk.domain import DataSettings, InputError
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import printable, some

MOST_CLASSES = 1000
_LARGEST_WHOLE = 2.0**53


def labelled_rows(
    table: Table, roles: Roles, settings: DataSettings, *, name: str
) -> tuple[Labelled, list[str]]:
    """The labels of all rows, for which the columns `roles.of_labels` are enough, and notes on them.

    Rows of another split than is asked for are `LEFT_OUT`.

    Raises
    ------
    InputError
        If they are no labels, there is no such split, or it has one class only.
    """
    labels, class_names = labels_of(table, roles.label)
    unlabelled = int((labels == LEFT_OUT).sum())
    notes = [_unlabelled_note(unlabelled)] if unlabelled else []
    if roles.split is None and settings.split != "train":
        raise InputError(
            f"{table.where} has no column split, and you ask for the split '{settings.split}': leave it out.",
            field="split",
        )
    there = _in_split(table, roles, settings)
    if not there.any():
        raise _no_split(table, roles, settings)
    labels, class_names = _present(np.where(there, labels, LEFT_OUT), class_names, roles, table)
    return Labelled(name, labels, class_names), notes


def rows_asked(table: Table, roles: Roles, settings: DataSettings) -> NDArray[np.bool_]:
    """(N,) whether a row has something for a label and is of the split that is asked for."""
    labels = table.columns[roles.label].values
    labelled = [label is not None and label == label and str(label).strip() != "" for label in labels]
    return _in_split(table, roles, settings) & np.array(labelled, np.bool_)


def _in_split(table: Table, roles: Roles, settings: DataSettings) -> NDArray[np.bool_]:
    """(N,) whether a row is of the split that is asked for; all are where none says of which it is."""
    if roles.split is None:
        return np.ones(table.count, np.bool_)
    wanted = same_split(settings.split)
    return np.array([split == wanted for split in _splits(table, roles.split)])


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


def _unlabelled_note(count: int) -> str:
    return (
        "1 row has no label and is left out."
        if count == 1
        else f"{count:,} rows have no label and are left out."
    )


def _splits(table: Table, name: str) -> list[str | None]:
    return [None if value is None else same_split(_word(value)) for value in table.columns[name].values]


def _word(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _no_split(table: Table, roles: Roles, settings: DataSettings) -> InputError:
    assert roles.split is not None, "without it every row is of the split"
    known = some(sorted({split for split in _splits(table, roles.split) if split}), 5)
    return InputError(
        f"No row of {table.where} is of the split '{settings.split}' (there is {known}): choose another.",
        field="split",
    )


def _present(
    labels: NDArray[np.int64], class_names: tuple[str, ...], roles: Roles, table: Table
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Labels of the classes that have a sample, numbered without gaps."""
    used = np.unique(labels[labels != LEFT_OUT])
    if len(used) < 2:
        held = some([class_names[label] for label in used], 1) or "none"
        raise InputError(
            f"The column '{roles.label}' of {table.where} has one class only ({held}): a classifier needs at "
            "least two.",
            field="label_column",
        )
    renumbered = np.where(labels == LEFT_OUT, LEFT_OUT, np.searchsorted(used, labels))
    return renumbered, tuple(class_names[label] for label in used)


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
