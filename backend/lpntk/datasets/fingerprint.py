"""A data set's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.images import Reading
from lpntk.datasets.modality import Modality
from lpntk.domain import Progress
from lpntk.domain.fields import Field


def fingerprints(
    modality: Modality,
    reading: Reading,
    labellings: Sequence[NDArray[np.int64]],
    class_names: tuple[str, ...],
    progress: Progress,
    look: Callable[[NDArray[Any]], None],
) -> list[str]:
    """Hexadecimal SHA-256 over shape, class names, labels (little-endian int64) and inputs (row by row).

    There is one for each of several labellings (N,) of the same inputs, of which a label below 0 leaves a
    sample out; the inputs are read once. `look` is shown them on the way, since that may take long.
    """
    digests = [_begun(labels[labels >= 0], class_names, reading) for labels in labellings]
    for rows, block in modality.blocks(reading.inputs):
        for labels, digest in zip(labellings, digests, strict=True):
            there = labels[rows.start : rows.stop] >= 0
            digest.update(modality.content(block if there.all() else block[there]))
        look(block)
        progress(rows.stop, len(reading.inputs))
    return [digest.hexdigest() for digest in digests]


def _begun(labels: NDArray[np.int64], class_names: tuple[str, ...], reading: Reading) -> Any:
    digest = hashlib.sha256()
    header: dict[str, Any] = {
        "samples": len(labels),
        "image_shape": reading.shape,
        "class_names": class_names,
    }
    if reading.fields:
        header["fields"] = [_told(field) for field in reading.fields]
    digest.update(json.dumps(header, sort_keys=True).encode())
    digest.update(labels.astype("<i8").tobytes())
    return digest


def _told(field: Field) -> dict[str, Any]:
    """A field whose values were all there from the beginning is told as before there were others."""
    return {name: value for name, value in asdict(field).items() if name != "later" or value}
