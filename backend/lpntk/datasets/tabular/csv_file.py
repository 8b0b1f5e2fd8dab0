"""Tables in CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from lpntk.datasets.tabular.table import Table, column_of_texts
from lpntk.domain import InputError
from lpntk.domain.text_files import take_long_fields
from lpntk.domain.words import printable

_SEPARATORS = ",;\t|"


def read_csv(path: Path, most: int | None = None, columns: Sequence[str] | None = None) -> Table:
    """The table in a CSV file in UTF-8 with headings, its first `most` rows, or some of its columns.

    Between columns stands what is oftenest in the first line of comma, semicolon, tab and bar.

    Raises
    ------
    InputError
        If it cannot be read; it says where.
    """
    take_long_fields()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            separator = max(_SEPARATORS, key=first.count)
            reader = csv.reader(file, delimiter=separator, strict=True)
            names = _names(next(reader, []), path)
            places = [place for place, name in enumerate(names) if columns is None or name in columns]
            rows = [[row[at] for at in places] for row in islice(_rows(reader, len(names), path), most)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"{path} cannot be read as a table ({printable(reason)}): save it as CSV in UTF-8.",
            field="source",
        ) from None
    read = {names[place]: column_of_texts([row[at] for row in rows]) for at, place in enumerate(places)}
    return Table(str(path), len(rows), read)


def _names(names: list[str], path: Path) -> list[str]:
    tidy = [printable(name.strip()) for name in names]
    twice = next((name for name in tidy if tidy.count(name) > 1), None)
    if not names or twice is not None:
        what = "no headings" if twice is None else f"two columns '{twice}'"
        raise InputError(f"{path} has {what}: name each column once, in the first line.", field="source")
    return tidy


def _rows(reader: Iterator[list[str]], width: int, path: Path) -> Iterator[list[str]]:
    for number, row in enumerate(filter(None, reader)):
        if len(row) != width:
            raise InputError(
                f"Row {number} of {path} has {len(row)} values where there are {width} columns: mend it ("
                "rows count from 0, below the headings).",
                field="source",
            )
        yield row
