"""A data set's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.images import Pixels, blocks
from lpntk.domain import Inputs, Progress


def fingerprint(
    images: Inputs,
    labels: NDArray[np.int64],
    class_names: tuple[str, ...],
    input_shape: tuple[int, int, int],
    progress: Progress,
    look: Callable[[Pixels], None],
) -> str:
    """Hexadecimal SHA-256 over shape, class names, labels (little-endian int64) and images (row by row).

    `look` is shown the images (n, H, W, C) on the way, since reading them may take long.
    """
    digest = hashlib.sha256()
    header = {"samples": len(labels), "image_shape": input_shape, "class_names": class_names}
    digest.update(json.dumps(header, sort_keys=True).encode())
    digest.update(labels.astype("<i8").tobytes())
    for rows, block in blocks(images):
        digest.update(np.ascontiguousarray(block).data)
        look(block)
        progress(rows.stop, len(images))
    return digest.hexdigest()
