"""Whether a test set holds samples that are trained on."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np

from lpntk.domain import Dataset, Progress


def seen_samples(test: Dataset, dataset: Dataset, progress: Progress) -> int:
    """How many samples of a test set have the very inputs of a sample of a data set.

    Parameters
    ----------
    progress
        Told how many samples of both are looked at.
    """
    total = len(test) + len(dataset)
    known = Counter[bytes]()
    for row in range(len(test)):
        known[_digest(test, row)] += 1
        progress(row + 1, total)
    found = set()
    for row in range(len(dataset)):
        digest = _digest(dataset, row)
        if digest in known:
            found.add(digest)
        progress(len(test) + row + 1, total)
    return sum(known[digest] for digest in found)


def _digest(dataset: Dataset, row: int) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(dataset.inputs[row]).data, digest_size=16).digest()
