"""Files that hold columns, by their endings."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

import numpy as np

from lpntk.columns.arrow import values_of_arrow
from lpntk.columns.given import Given, given
from lpntk.domain import InputError, LpntkError
from lpntk.domain.columns import Values
from lpntk.domain.errors import shown
from lpntk.domain.text_files import take_long_fields
from lpntk.domain.words import printable

FORMATS = ("csv", "parquet", "npy", "npz")
"""The endings of files that columns can be read from."""


def read(content: bytes, file: str, name: str | None = None) -> Given:
    """What a file holds.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, whose ending says what it is.
    name
        What a column is called that has no name in the file, such as a .npy file's: its own name without
        the ending if None.

    Raises
    ------
    InputError
        If it is of another kind, damaged, or holds no columns.
    """
    path = PurePath(file.replace("\\", "/"))
    ending = path.suffix.lower().removeprefix(".")
    what = shown(printable(path.name))
    if ending not in FORMATS:
        raise InputError(
            f"{what or 'The file'} is no file of columns: give one that ends in "
            f"{', '.join(f'.{one}' for one in FORMATS[:-1])} or .{FORMATS[-1]}.",
            field="file",
        )
    readers: dict[str, Callable[[], tuple[dict[str, Values], int]]] = {
        "csv": lambda: (_csv(content, what), 2),
        "parquet": lambda: (_parquet(content), 0),
        "npy": lambda: (_npy(content, name or path.stem), 0),
        "npz": lambda: (_npz(content), 0),
    }
    try:
        columns, first = readers[ending]()
    except LpntkError:
        raise
    except Exception as error:  # a damaged file makes its readers raise nearly anything
        reason = shown(printable(str(error) or type(error).__name__))
        raise InputError(f"{what} cannot be read ({reason}): save it again.", field="file") from None
    return _named(given(what, columns, first=first), name)


def _named(found: Given, name: str | None) -> Given:
    """The same, its only column called as a person wants it."""
    if name is None:
        return found
    if len(found.columns) > 1:
        raise InputError(
            f"{found.what} has {len(found.columns)} columns, so that '{shown(name)}' does not say which one "
            "is meant: call them by their names in the file.",
            field="name",
        )
    (values,) = found.columns.values()
    return Given(found.what, {name: values}, found.index, found.path, found.first)


def _csv(content: bytes, what: str) -> dict[str, Values]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{what} is not in UTF-8: save it as CSV in UTF-8.", field="file") from None
    take_long_fields()
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [name.strip() for name in next(rows, [])]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice or not all(names):
        wrong = f"two columns '{shown(twice[0])}'" if twice and twice[0] else "a column without a name"
        raise InputError(f"{what} has {wrong}: give each a name of its own.", field="columns")
    lines = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(names):
            if not row:
                continue  # a blank line, as at the end of many files
            raise InputError(
                f"Row {number} of {what} has {len(row)} cells and its head {len(names)}: mend it.",
                field="columns",
            )
        lines.append(row)
    return {name: [line[at] for line in lines] for at, name in enumerate(names)}


def _parquet(content: bytes) -> dict[str, Values]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            "Parquet needs a package to be read: pip install 'lpntk[parquet]', or give a .csv file.",
            field="file",
        ) from None
    return values_of_arrow(parquet.read_table(io.BytesIO(content)))


def _npy(content: bytes, name: str) -> dict[str, Values]:
    array = np.load(io.BytesIO(content), allow_pickle=False)
    if not isinstance(array, np.ndarray):
        raise InputError(
            "The file ends in .npy and is an archive of arrays: end its name in .npz.", field="file"
        )
    return {name: _with_samples(name, array)}


def _npz(content: bytes) -> dict[str, Values]:
    archive = np.load(io.BytesIO(content), allow_pickle=False)
    if isinstance(archive, np.ndarray):
        raise InputError("The file ends in .npz and is one array: end its name in .npy.", field="file")
    with archive:
        return {name: _with_samples(name, archive[name]) for name in archive.files}


def _with_samples(name: str, array: Values) -> Values:
    if isinstance(array, np.ndarray) and array.ndim == 0:
        raise InputError(
            f"The array '{shown(name)}' is one value: give one a sample, (N,) or (N, D).", field="columns"
        )
    return array
