"""A data set's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.images import Pixels, blocks
from lpntk.domain import Inputs, Progress


def fingerprints(
    images: Inputs,
    labellings: Sequence[NDArray[np.int64]],
    class_names: tuple[str, ...],
    input_shape: tuple[int, int, int],
    progress: Progress,
    look: Callable[[Pixels], None],
) -> list[str]:
    """Hexadecimal SHA-256 over shape, class names, labels (little-endian int64) and images (row by row).

    There is one for each of several labellings (N,) of the same images, of which a label below 0 leaves a
    sample out; the images are read once. `look` is shown them (n, H, W, C) on the way, since that may take
    long.
    """
    digests = [_begun(labels[labels >= 0], class_names, input_shape) for labels in labellings]
    for rows, block in blocks(images):
        for labels, digest in zip(labellings, digests, strict=True):
            there = labels[rows.start : rows.stop] >= 0
            digest.update(np.ascontiguousarray(block if there.all() else block[there]).data)
        look(block)
        progress(rows.stop, len(images))
    return [digest.hexdigest() for digest in digests]


def _begun(labels: NDArray[np.int64], class_names: tuple[str, ...], input_shape: tuple[int, int, int]) -> Any:
    digest = hashlib.sha256()
    header = {"samples": len(labels), "image_shape": input_shape, "class_names": class_names}
    digest.update(json.dumps(header, sort_keys=True).encode())
    digest.update(labels.astype("<i8").tobytes())
    return digest
