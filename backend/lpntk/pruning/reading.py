"""Index lists that people bring: those that we write, and plain ones."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, require_one_of

_MOST = 2**53
_DAMAGED = (EOFError, RecursionError, csv.Error, zipfile.BadZipFile)


@dataclass(frozen=True, eq=False)
class IndexFile:
    """An index list that was read.

    Attributes
    ----------
    indices
        (n,) int64, ascending, each once.
    about
        What a .json of ours says beside them; else empty.
    """

    indices: NDArray[np.int64]
    about: Mapping[str, Any]


def read_indices(path: Path, field: str, fingerprint: str | None = None) -> NDArray[np.int64]:
    """The indices in a file, ascending, each once.

    Parameters
    ----------
    path, field
        As of `read_index_file`.
    fingerprint
        Of the data set: a .json that says another one is refused.

    Raises
    ------
    InputError
        If the file cannot be read, or holds something else.
    """
    found = read_index_file(path, field)
    of = found.about.get("fingerprint")
    if fingerprint is not None and of not in (None, fingerprint):
        raise InputError(
            f"{path} is a list of another data set's samples: its fingerprint begins with {str(of)[:12]}, "
            f"that of the analysis with {fingerprint[:12]}.",
            field=field,
        )
    return found.indices


def read_index_file(path: Path, field: str) -> IndexFile:
    """The indices in a file, and what it says of them.

    Parameters
    ----------
    path
        .npy: (n,) whole numbers. .txt: one a line. .json: a list, or an object with `indices`. .csv: a column
        `index`; where there is a column `keep`, as in our plans, only those that are kept.
    field
        What asks for it, for the error.

    Raises
    ------
    InputError
        If the file cannot be read, or holds something else.
    """
    kind = require_one_of(path.suffix.lower().removeprefix("."), _READERS, "kind of index list", field=field)
    try:
        values, about = _READERS[kind](path)
        indices = np.unique(np.asarray(values))
    except (*_DAMAGED, OSError, ValueError, KeyError, TypeError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "it holds something else"
        )
        raise InputError(
            f"{path} cannot be read as a list of indices ({reason}): give whole numbers, one a sample.",
            field=field,
        ) from None
    if indices.dtype.kind == "f":
        odd = indices[(indices != np.floor(indices)) | ~(np.abs(indices) < _MOST)]
        indices = odd if odd.size else indices.astype(np.int64)
    if indices.size and (indices.dtype.kind not in "iu" or indices[0] < 0):
        raise InputError(
            f"{path} holds {indices[0]}, which is no index: give whole numbers from 0.", field=field
        )
    return IndexFile(indices.astype(np.int64), about)


Found = tuple[Any, Mapping[str, Any]]


def _npy(path: Path) -> Found:
    return np.load(path, allow_pickle=False).reshape(-1), {}


def _txt(path: Path) -> Found:
    return [int(line) for line in path.read_text().split()], {}


def _json(path: Path) -> Found:
    found = json.loads(path.read_text())
    return (found["indices"], found) if isinstance(found, dict) else (found, {})


def _csv(path: Path) -> Found:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [int(row["index"]) for row in rows if row.get("keep", "1") != "0"], {}


_READERS: dict[str, Callable[[Path], Found]] = {"npy": _npy, "txt": _txt, "json": _json, "csv": _csv}
