"""Whose indices a list holds, so that who trains on it can tell whether the data are those."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import DataSettings
from lpntk.pipeline.results.results import Results

_NOT_OF_PIXELS = ("source", "split", "root", "limit", "labels", "label_noise", "additions")
"""The settings of a data set that say which samples and labels are taken, and not how an image is read."""


def origin(results: Results, indices: NDArray[np.int64]) -> dict[str, Any]:
    """What a list of some samples, ascending, says of the data set.

    split, fingerprint, class_names, version
        Of the data set as it was analysed; and of the program.
    source_fingerprint
        With the labels that the samples have in their source.
    samples, analysed
        How many the original data set has, None where that is not known; and of how many of them the
        analysis and its fingerprints are.
    in_memory, as_stored
        Whether they were given to `lpntk.analyse`; and whether they were read as they lie in their source,
        neither resized nor cut.
    labels
        Of the listed samples in their source; None where others were put in their place,
        or the classes were given in an order.
    paths
        `paths_digest` of the listed samples; None where they are no files.
    """
    rows = results.rows_of(indices)
    paths = results.locations
    return {
        "split": results.dataset.split,
        "fingerprint": results.dataset.fingerprint,
        "class_names": list(results.class_names),
        "version": version("lpntk"),
        "source_fingerprint": results.dataset.source_fingerprint,
        "samples": results.dataset.original_size,
        "analysed": results.dataset.samples,
        "in_memory": results.in_memory,
        "as_stored": all(map(_as_stored, (results.request.data, *results.request.data.additions))),
        "labels": _source_labels(results, rows),
        "paths": None if paths is None else paths_digest(paths[row] for row in rows.tolist()),
    }


def paths_digest(paths: Iterable[str]) -> str:
    """Hexadecimal SHA-256 over paths in their order."""
    return hashlib.sha256("\n".join(paths).encode("utf-8", "surrogatepass")).hexdigest()


def _as_stored(data: DataSettings) -> bool:
    others = (one for one in fields(data) if one.name not in _NOT_OF_PIXELS)
    return all(getattr(data, one.name) == one.default for one in others)


def _source_labels(results: Results, rows: NDArray[np.int64]) -> list[int] | None:
    data = results.request.data
    if any(one.labels is not None or one.classes is not None for one in (data, *data.additions)):
        return None
    labels = results.labels if results.true_labels is None else results.true_labels
    found: list[int] = labels[rows].tolist()
    return found
