"""Text to take home: tables that no spreadsheet runs, and characters that every reader takes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LONGEST_FIELD = 1 << 26
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def take_long_fields() -> None:
    """Let `csv` read fields as long as a book, which is asked of it before each table of a person's.

    The limit is the whole process's. It stays raised, since another thread may be reading, too.
    """
    csv.field_size_limit(max(_LONGEST_FIELD, csv.field_size_limit()))


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table as CSV in UTF-8, a line a row.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, which makes it text there;
    numbers are written as they are.
    """
    buffer = _Lines()
    # With "\n" the writer leaves a carriage return in a text unquoted, which ends the line for readers.
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows(map(_inert, row) for row in (header, *rows))
    return utf8(buffer.getvalue())


def columns_csv(columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> bytes:
    """A table as CSV in UTF-8 from its columns, as `csv_bytes`; NaN and None are empty.

    Numbers of 32 bits have the nine digits that tell each from every other (IEEE 754-2019, 5.12.2), those of
    64 as many as they need.

    Parameters
    ----------
    columns
        (n,) each, by name: arrays of numbers or flags, or anything else as it is written.
    """
    kinds, values = zip(*map(_cells, columns.values()), strict=True)
    # One format for a whole row: with many numbers that takes a fifth of what a writer of CSV does.
    row = ",".join(kinds) + "\n"
    header = ",".join(map(_quoted, columns)) + "\n"
    return utf8(header + "".join([row % cells for cells in zip(*values, strict=True)]))


def _cells(column: NDArray[Any] | Sequence[Any]) -> tuple[str, list[Any]]:
    """How each value of a column is formatted, and the values."""
    if not isinstance(column, np.ndarray) or column.dtype.kind not in "biuf":
        return "%s", ["" if one is None else _quoted(str(one)) for one in column]
    values = column.tolist()
    if column.dtype.kind != "f":
        return "%s", values
    number = "%.9g" if column.dtype.itemsize <= 4 else "%r"
    if not np.isnan(column).any():
        return number, values
    return "%s", ["" if one != one else number % one for one in values]


def _quoted(text: str) -> str:
    """A text as a cell: no formula, and in quotes where it holds what would end it."""
    inert = str(_inert(text))
    return '"' + inert.replace('"', '""') + '"' if any(one in inert for one in ',"\r\n') else inert


def json_bytes(content: Any) -> bytes:
    """Plain values as JSON in UTF-8. ValueError for NaN, which JSON has no word for."""
    return utf8(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")


def utf8(text: str) -> bytes:
    r"""The text in UTF-8; what a name that is not UTF-8 has in it, half a surrogate pair, as \udce9."""
    return text.encode(errors="backslashreplace")


def encodable(text: str) -> str:
    """The text as a reader of its `utf8` sees it: every character of it can be encoded."""
    return text if text.isascii() else utf8(text).decode()


def without_apostrophe(text: str) -> str:
    """A text that `csv_bytes` wrote, as it was before."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


class _Lines(io.StringIO):
    """Takes rows that end as Windows has it, and ends them as everybody else does."""

    def write(self, row: str, /) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
