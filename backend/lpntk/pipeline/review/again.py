"""The request for the same analysis with the labels that were decided on."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from lpntk.datasets.labels import require_every_class
from lpntk.domain import AnalysisRequest, ConflictError, StoreError
from lpntk.pipeline.material.contents import require_same_code
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review import decisions, files, labels

FOLDER = "labels"
"""Beside the database's file: the labels of the analyses that were asked for so."""

_SUFFIX = ", corrected labels"


def corrected_request(results: Results, name: str | None) -> AnalysisRequest:
    """The same request but for its labels, which are written to a file.

    All labels are in it, the flipped ones too, so that none are flipped again.

    Raises
    ------
    ConflictError
        If there is nothing to correct, or the labels of such an analysis cannot be set.
    InputError
        If a class would have no sample left, or the code of a person's own model has changed.
    StoreError
        If the file cannot be written.
    """
    _require_that_it_can_be(results)
    decided = decisions.current(results)
    corrected = labels.corrected(results, decided)
    included = labels.of_all(results, decided)
    known = set(results.indices.tolist())
    if np.array_equal(corrected, results.labels) and not any(
        label >= 0 for index, label in included.items() if index not in known
    ):
        raise ConflictError(
            f"Nothing that was decided is other than it is in analysis {results.id}: relabel or exclude a "
            "sample first."
        )
    whole = np.array(list(included.values()), dtype=np.int64)
    require_every_class(whole, results.class_names, "The decisions", "decisions")
    file = _written(results)
    data = replace(results.request.data, labels=str(file), label_noise=None)
    title = name or results.name.removesuffix(_SUFFIX) + _SUFFIX
    return replace(results.request, data=data, name=title)


def _require_that_it_can_be(results: Results) -> None:
    if results.in_memory:
        raise ConflictError(
            f"Analysis {results.id} is of a model and data that were given to lpntk.analyse: save the labels "
            "as a file and call that again with them."
        )
    if results.request.extends is not None:
        raise ConflictError(
            f"Analysis {results.id} extends analysis {results.request.extends}, whose kernel is of "
            "the labels that it has: save the labels as a file and analyse the samples anew."
        )
    require_same_code(results.request)


def _written(results: Results) -> Path:
    """The file of the labels, which is called as what is in it, so that it is never another."""
    decided = decisions.current(results)
    if labels.original_size(results) is None:
        content, ending = files.labels_csv(results, decided), "csv"
    else:
        content, ending = files.labels_npy(results, decided), "npy"
    folder = (results.database.folder or Path("data").resolve()) / FOLDER
    path = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.{ending}"
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"The labels cannot be written to {folder} ({error.strerror}): make room, or give the right to."
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink()
    return path
