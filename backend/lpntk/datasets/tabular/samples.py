"""From a table to samples: images, texts or rows."""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.fit import Fit
from lpntk.datasets.image_files import samples_of_files
from lpntk.datasets.images import Reading
from lpntk.datasets.places import below
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.tabular.labels import labelled_rows, rows_asked
from lpntk.datasets.tabular.roles import NUMBERS_OF_ROWS, Roles, other_inputs, roles_of
from lpntk.datasets.tabular.table import Kind, Table, TableColumn
from lpntk.datasets.texts import TextInputs
from lpntk.domain import Dataset, DataSettings, InputError, Progress
from lpntk.domain.columns import Values
from lpntk.domain.fields import Field, total_width
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import is_utf8, printable, some

DEFAULT_TOKENS = 128
MOST_CATEGORIES = 50
_LARGEST = 1e30
_LOOKED_FOR = 100


def samples_of_table(table: Table, settings: DataSettings, *, name: str, folder: Path) -> Samples:
    """All rows of a table as samples, of which those of another split or without a label are left out.

    Parameters
    ----------
    table, settings
        What there is, and what is asked for.
    name
        What to call the data set.
    folder
        Where paths of images in the table begin; they must stay below it.

    Raises
    ------
    InputError
        If a column is missing or holds something else than it should; it says where.
    """
    roles = roles_of(table, settings)
    labelled, notes = labelled_rows(table, roles, settings, name=name)
    fields = _fields(table, roles, settings) if roles.modality == "rows" else ()
    if roles.modality == "images":
        made = _images(table, roles.inputs[0], labelled, folder)
    elif roles.modality == "texts":
        made = _texts(table, roles.inputs[0], labelled, settings)
    else:
        made = _rows(table, roles, fields, labelled)
    used = [field.name for field in fields] or roles.inputs
    return replace(
        made,
        split="" if roles.split is None else settings.split,
        notes=(*notes, *_note_of_others(other_inputs(table, roles, settings), roles), *made.notes),
        columns=_further(table, {roles.label, roles.split, *used}),
    )


def _note_of_others(others: Sequence[str], roles: Roles) -> tuple[str, ...]:
    """Which column texts were found in, where a person may have meant others."""
    if not others:
        return ()
    told = f"The samples are the texts of the column '{roles.inputs[0]}'"
    return (f"{told}; name others by --input-column to have those learnt: {some(others, 5)}.",)


def _further(table: Table, taken: Container[str | None]) -> dict[str, Values]:
    """What the columns say that are no samples, labels or splits."""
    found: dict[str, Values] = {}
    for name, column in table.columns.items():
        if name in taken or name.lower() in NUMBERS_OF_ROWS:
            continue
        if column.kind is Kind.NUMBERS:
            found[name] = np.asarray(column.values, np.float64)
        elif column.kind is Kind.TEXTS:
            found[name] = list(column.values)
        elif column.kind is Kind.LISTS and (vectors := _vectors(column)) is not None:
            found[name] = vectors
    return found


def _vectors(column: TableColumn) -> NDArray[np.float32] | None:
    """(N, D) where every list has as many numbers."""
    try:
        vectors = np.array([np.asarray(value, np.float32) for value in column.values])
    except (TypeError, ValueError):
        return None
    return vectors if vectors.ndim == 2 else None


def _images(table: Table, column: str, labelled: Labelled, folder: Path) -> Samples:
    values, real = table.columns[column].values, folder.resolve()
    files = [
        _file(values, row, real, table.where) if label != LEFT_OUT else ImageFile(real, row, "")
        for row, label in enumerate(labelled.labels)
    ]
    return samples_of_files(
        files, name=labelled.name, split="", labels=labelled.labels, class_names=labelled.class_names
    )


def require_some_image(table: Table, roles: Roles, settings: DataSettings, folder: Path) -> None:
    """Refuse paths of images none of the first of which leads to a file: they begin elsewhere. InputError."""
    column = table.columns[roles.inputs[0]]
    if roles.modality != "images" or column.kind is not Kind.TEXTS:
        return
    rows = np.flatnonzero(rows_asked(table, roles, settings))[:_LOOKED_FOR].tolist()
    files = [_file(column.values, row, folder.resolve(), table.where) for row in rows]
    if files and not any(os.path.isfile(file.path) for file in files):  # noqa: PTH113 - no file may be called so
        raise InputError(
            f"None of the first {len(files):,} images that {table.where} names is there, such as "
            f"{printable(files[0].path)}: mend the paths, or name the folder where they begin by --root.",
            field="root",
        )


def _file(values: Sequence[Any] | NDArray[Any], row: int, folder: Path, where: str) -> ImageFile:
    """The image in a cell: a path, bytes, or bytes and a path as Hugging Face has them."""
    value = values[row]
    if isinstance(value, dict) and value.get("bytes") is None:
        value = value.get("path")
    if isinstance(value, dict | bytes):
        path = value.get("path") if isinstance(value, dict) else None
        return ImageFile(folder, row, printable(str(path or row)), partial(_bytes_in, values, row))
    if not isinstance(value, str):
        raise InputError(
            f"Row {row} of {where} has no image: give one, or leave the row out.", field="source"
        )
    path = below(folder, value.strip(), f"Row {row} of {where}")
    named = path if path.is_relative_to(folder) else path.resolve()
    return ImageFile(path, row, printable(named.relative_to(folder).as_posix()))


def _bytes_in(values: Sequence[Any] | NDArray[Any], row: int) -> bytes:
    """The bytes of an image, asked for anew each time, so that they are not held beside the table."""
    value: Any = values[row]
    content: bytes = value["bytes"] if isinstance(value, dict) else value
    return content


def _texts(table: Table, column: str, labelled: Labelled, settings: DataSettings) -> Samples:
    held = table.columns[column]
    if held.kind is not Kind.TEXTS:
        raise InputError(
            f"The column '{column}' of {table.where} holds {held.kind}, not texts: name another.",
            field="input_column",
        )
    return text_samples(
        [value or "" for value in held.values],
        settings,
        labels=labelled.labels,
        class_names=labelled.class_names,
        name=labelled.name,
    )


def text_samples(
    texts: Sequence[str],
    settings: DataSettings,
    *,
    labels: NDArray[np.int64],
    class_names: tuple[str, ...],
    name: str,
) -> Samples:
    """Samples that are texts (N,)."""
    half = next((row for row, text in enumerate(texts) if not is_utf8(text)), None)
    if half is not None:
        raise InputError(
            f"The text in row {half} of {name} has half of a character, which cannot be stored: mend it.",
            field="source",
        )
    shape = (settings.tokens or DEFAULT_TOKENS,)

    def read(indices: NDArray[np.int64], fit: Fit, like: Dataset | None, progress: Progress) -> Reading:
        return Reading(TextInputs([texts[index] for index in indices]), shape)

    held = sum(map(len, texts))
    return Samples(name, "", labels, class_names, read, held=held, modality="texts")


def _fields(table: Table, roles: Roles, settings: DataSettings) -> tuple[Field, ...]:
    """The columns that rows are made of. InputError if there is none."""
    asked = settings.input_column is not None
    found = tuple(filter(None, (_field(table, column, asked=asked) for column in roles.inputs)))
    if not found:
        raise InputError(
            f"No column of {table.where} holds numbers or a few categories: name them by --input-column.",
            field="input_column",
        )
    return found


def _rows(table: Table, roles: Roles, own: tuple[Field, ...], labelled: Labelled) -> Samples:
    dropped = [column for column in roles.inputs if column not in {field.name for field in own}]

    def read(indices: NDArray[np.int64], fit: Fit, like: Dataset | None, progress: Progress) -> Reading:
        before = own if like is None or not like.fields else like.fields
        fields = tuple(_with_later(table, field, indices) for field in before)
        values = np.stack([_numbers(table, field) for field in fields], axis=1)
        notes = _notes_of_later(fields, values[indices])
        return Reading(values[indices], (total_width(fields),), notes, fields=fields)

    note = f"No input of the classifier, since they hold too many different texts: {some(dropped, 5)}."
    return Samples(
        labelled.name,
        "",
        labelled.labels,
        labelled.class_names,
        read,
        notes=(note,) if dropped else (),
        held=8 * table.count * len(own),
        modality="rows",
    )


def _field(table: Table, name: str, *, asked: bool) -> Field | None:
    """The column as a field; None for texts of too many kinds that nobody asked for."""
    column = table.columns[name]
    if column.kind is Kind.NUMBERS:
        return Field(name)
    categories = sorted({value for value in column.values if value is not None})
    if len(categories) > MOST_CATEGORIES:
        if not asked:
            return None
        raise InputError(
            f"The column '{name}' of {table.where} has {len(categories):,} different texts, and a category "
            f"may have {MOST_CATEGORIES}: leave it out, or put them into groups.",
            field="input_column",
        )
    return Field(name, tuple(categories))


def _with_later(table: Table, field: Field, indices: NDArray[np.int64]) -> Field:
    """The field with the values of some rows that were not there before."""
    column = table.columns.get(field.name)
    if column is None or not field.categories or column.kind is not Kind.TEXTS:
        return field
    there = {column.values[index] for index in indices.tolist()} - {None, *field.values}
    return replace(field, later=(*field.later, *sorted(there))) if there else field


def _notes_of_later(fields: Sequence[Field], values: NDArray[np.float64]) -> tuple[str, ...]:
    """What a person should know of values that no classifier was made for."""
    notes = []
    for field, column in zip(fields, values.T, strict=True):
        new = column[column >= field.width] if field.categories else column[:0]
        if new.size:
            names = [field.values[int(code)] for code in np.unique(new)]
            rows = "1 row" if new.size == 1 else f"{new.size:,} rows"
            notes.append(
                f"The column '{field.name}' has values that were not there when the classifier was made, in "
                f"{rows}: {some(names, 5)}. To the classifier such a row has none."
            )
    return tuple(notes)


def _numbers(table: Table, field: Field) -> NDArray[np.float64]:
    """(N,) numbers, or positions of categories, NaN where there is none."""
    column = table.columns.get(field.name)
    if column is not None and column.kind is Kind.OTHER and isinstance(column.values, np.ndarray):
        return column.values  # all empty
    if column is None or column.kind not in (Kind.NUMBERS, Kind.TEXTS):
        raise InputError(
            f"{table.where} has no column '{field.name}' of numbers or texts, which the other samples have.",
            field="source",
        )
    if not field.categories:
        if column.kind is not Kind.NUMBERS:
            raise InputError(
                f"The column '{field.name}' of {table.where} holds texts where the others have numbers.",
                field="source",
            )
        return _finite(np.asarray(column.values, np.float64), field.name, table.where)
    numbers = {value: float(number) for number, value in enumerate(field.values)}
    return np.array([numbers.get(value, np.nan) for value in column.values])


def _finite(values: NDArray[np.float64], name: str, where: str) -> NDArray[np.float64]:
    """The numbers, if a mean and a deviation can be taken of them."""
    beyond = np.abs(values) > _LARGEST  # NaN, which is no value, is not
    if beyond.any():
        row = int(np.argmax(beyond))
        raise InputError(
            f"Row {row} of {where} has {values[row]:g} in the column '{name}': leave it empty, or give a "
            f"number between {-_LARGEST:g} and {_LARGEST:g}.",
            field="source",
        )
    return values
