"""Text to take home: tables that no spreadsheet runs, and characters that every reader takes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


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


def json_bytes(content: Any) -> bytes:
    """Plain values as JSON in UTF-8. ValueError for NaN, which JSON has no word for."""
    return utf8(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")


def utf8(text: str) -> bytes:
    r"""The text in UTF-8; what a name that is not UTF-8 has in it, half a surrogate pair, as \udce9."""
    return text.encode(errors="backslashreplace")


def encodable(text: str) -> str:
    """The text as a reader of its `utf8` sees it: every character of it can be encoded."""
    return text if text.isascii() else utf8(text).decode()


class _Lines(io.StringIO):
    """Takes rows that end as Windows has it, and ends them as everybody else does."""

    def write(self, row: str, /) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
