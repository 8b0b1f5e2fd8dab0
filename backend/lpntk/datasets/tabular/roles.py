"""Which column of a table is what of a sample."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lpntk.datasets.formats import ending, endings
from lpntk.datasets.tabular.table import Kind, Table, TableColumn
from lpntk.domain import DataSettings, InputError
from lpntk.domain.errors import shown
from lpntk.domain.words import some

_LABELS = ("label", "labels", "class", "class_name", "target", "category", "species", "y", "fine_label")
_IMAGES = ("image", "img", "path", "file", "file_name", "filename", "image_path", "filepath")
_TEXTS = ("text", "sentence", "content", "document", "review", "body", "question", "message", "docstring")
_SPLITS = ("split", "subset")
NUMBERS_OF_ROWS = ("index", "id", "idx", "unnamed: 0", "")

_LOOKED_AT = 1000
_WORDS_OF_A_TEXT = 4
_NAMED_AT_MOST = 12


@dataclass(frozen=True)
class Roles:
    """What the columns are.

    Attributes
    ----------
    modality
        What the inputs are.
    inputs
        The columns that they are made of; of images and texts one.
    label
        The labels' column.
    split
        The column that says to which part a row belongs; None where there is none.
    """

    modality: str
    inputs: tuple[str, ...]
    label: str
    split: str | None

    @property
    def of_labels(self) -> tuple[str, ...]:
        """The columns that say what a row is labelled with, and whether it is in."""
        return (self.label,) if self.split is None else (self.label, self.split)


def roles_of(table: Table, settings: DataSettings) -> Roles:
    """What each column is, by what a person says, else by its name and by what it holds.

    Raises
    ------
    InputError
        If there is no row, no such column, or none that could be it; it names those that there are.
    """
    if not table.count:
        raise InputError(f"{table.where} has no rows: put samples into it.", field="source")
    label = _label(table, settings.label_column)
    split = _by_name(table, _SPLITS)
    if settings.input_column is not None:
        inputs = _named(table, settings.input_column)
        if label in inputs:
            raise _wrong(table, f"The column '{label}' holds the labels", "input_column")
        return Roles(_modality(table, inputs), inputs, label, split if split not in inputs else None)
    rest = [name for name in table.columns if name not in (label, split)]
    picture = next((name for name in rest if _is_image(name, table.columns[name])), None)
    if picture is not None:
        return Roles("images", (picture,), label, split)
    text = _by_name(table, _TEXTS, rest) or next((one for one in rest if _is_text(table.columns[one])), None)
    if text is not None and table.columns[text].kind is Kind.TEXTS:
        return Roles("texts", (text,), label, split)
    cells = tuple(name for name in rest if _is_cell(name, table.columns[name]))
    if not cells:
        raise _wrong(table, "No column holds images, texts or numbers", "input_column")
    return Roles("rows", cells, label, split)


def other_inputs(table: Table, roles: Roles, settings: DataSettings) -> list[str]:
    """Columns that may be meant where one of texts was found by what it holds alone."""
    taken = (*roles.of_labels, *roles.inputs)
    if settings.input_column is not None or roles.modality != "texts" or roles.inputs[0].lower() in _TEXTS:
        return []
    return [name for name, column in table.columns.items() if name not in taken and _is_cell(name, column)]


def _label(table: Table, asked: str | None) -> str:
    if asked is not None:
        if asked not in table.columns:
            raise _missing(table, asked, "label_column")
        return asked
    classes = [name for name, column in table.columns.items() if column.class_names]
    found = classes[0] if len(classes) == 1 else _by_name(table, _LABELS)
    if found is None:
        texts = [name for name, column in table.columns.items() if column.kind is Kind.TEXTS]
        raise _wrong(table, "No column is called label", "label_column", texts)
    return found


def _named(table: Table, names: str) -> tuple[str, ...]:
    """The columns of the inputs, each once."""
    listed = dict.fromkeys(name.strip() for name in names.split(","))
    found = (names,) if names in table.columns else tuple(listed)
    missing = next((name for name in found if name not in table.columns), None)
    if missing is not None:
        raise _missing(table, missing, "input_column")
    return found


def _missing(table: Table, name: str, field: str) -> InputError:
    close = difflib.get_close_matches(name, table.columns)
    return _wrong(table, f"There is no column '{shown(name)}'", field, close)


def _modality(table: Table, inputs: Sequence[str]) -> str:
    """What columns that a person names are."""
    first = table.columns[inputs[0]]
    if len(inputs) == 1 and first.kind is Kind.FILES:
        return "images"
    if len(inputs) == 1 and first.kind is Kind.TEXTS:
        return "images" if _are_paths(first) else "texts"
    wrong = next((name for name in inputs if not _holds_cells(table.columns[name])), None)
    if wrong is not None:
        raise InputError(
            f"The column '{wrong}' of {table.where} holds {table.columns[wrong].kind}, which are no numbers "
            "or categories: leave it out.",
            field="input_column",
        )
    return "rows"


def _by_name(table: Table, names: Sequence[str], among: Sequence[str] | None = None) -> str | None:
    there = {name.lower(): name for name in reversed(list(table.columns if among is None else among))}
    return next((there[name] for name in names if name in there), None)


def _is_image(name: str, column: TableColumn) -> bool:
    if column.kind is Kind.FILES:
        return name.lower() in _IMAGES or isinstance(next(_first(column), None), dict | bytes)
    return column.kind is Kind.TEXTS and name.lower() in _IMAGES and _are_paths(column)


def _are_paths(column: TableColumn) -> bool:
    """Whether most are files of images: that one is not is an error of its row."""
    there = [ending(value) in endings() for value in islice(_first(column), _LOOKED_AT)]
    return 2 * sum(there) > len(there)


def _is_text(column: TableColumn) -> bool:
    """Whether it holds texts of several words that are mostly different."""
    if column.kind is not Kind.TEXTS:
        return False
    some_texts = list(islice(_first(column), _LOOKED_AT))
    words = sum(len(text.split()) for text in some_texts)
    return words >= _WORDS_OF_A_TEXT * len(some_texts) and 2 * len(set(some_texts)) > len(some_texts) > 0


def _first(column: TableColumn) -> Iterator[Any]:
    """What is there, from the first row on."""
    return (value for value in column.values if value is not None)


def _is_cell(name: str, column: TableColumn) -> bool:
    return _holds_cells(column) and name.lower() not in NUMBERS_OF_ROWS


def _holds_cells(column: TableColumn) -> bool:
    return column.kind in (Kind.NUMBERS, Kind.TEXTS)


def _wrong(table: Table, what: str, field: str, likely: Sequence[str] = ()) -> InputError:
    """What is wrong, and the columns that there are: those that are likely to be meant come first."""
    names = [*likely, *(name for name in table.columns if name not in likely)]
    option = "--" + field.replace("_", "-")
    return InputError(
        f"{what} in {table.where} (it has {some(names, _NAMED_AT_MOST) or 'none'}): name it by {option}.",
        field=field,
    )
