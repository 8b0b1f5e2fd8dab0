"""Any samples of a finished analysis as an index list to take home."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import require_one_of
from lpntk.domain.exports import PLAN_FORMATS
from lpntk.domain.index_files import npy_bytes, txt_bytes
from lpntk.domain.text_files import csv_bytes, json_bytes
from lpntk.pipeline.results.origin import origin
from lpntk.pipeline.results.results import Results
from lpntk.store import datasets


def index_list(results: Results, indices: ArrayLike, format: str, *, name: str = "") -> bytes:
    """A list of samples as a file.

    Parameters
    ----------
    indices
        (n,) in any order; one that is there twice is written once.
    format
        "npy": int64, sorted; loads with allow_pickle=False. "txt": one a line. "json": an object with
        `indices`, `name` and what `origin` says. "csv": a line a sample
        with index, path (empty where samples are not files) and label (the number).
    name
        What the list is, for "json".

    Raises
    ------
    NotFoundError
        If there is no such sample.
    InputError
        If the format is unknown.
    """
    require_one_of(format, PLAN_FORMATS, "format", field="format")
    rows = results.rows_of(indices)
    writers: dict[str, Callable[[], bytes]] = {
        "npy": lambda: npy_bytes(results.indices[rows]),
        "txt": lambda: txt_bytes(results.indices[rows]),
        "json": lambda: _json(results, rows, name),
        "csv": lambda: _csv(results, rows),
    }
    return writers[format]()


def _json(results: Results, rows: NDArray[np.int64], name: str) -> bytes:
    return json_bytes(
        {
            "name": name,
            **origin(results, results.indices[rows]),
            "indices": results.indices[rows].tolist(),
        }
    )


def _csv(results: Results, rows: NDArray[np.int64]) -> bytes:
    indices = results.indices[rows].tolist()
    paths = datasets.locations_of(results.session, results.dataset_id, indices)
    lines = zip(indices, results.labels[rows].tolist(), strict=True)
    return csv_bytes(("index", "path", "label"), ((i, paths[i] or "", label) for i, label in lines))
