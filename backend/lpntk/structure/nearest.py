"""The nearest samples by the angle between vectors, such as those of an embedding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Neighbours, Progress, silent
from lpntk.domain.similarity import unit_vectors

_BLOCK = 256


def nearest_by_cosine(vectors: NDArray[np.float32], k: int, *, progress: Progress = silent) -> Neighbours:
    """The k other samples whose vectors point most in the direction of one's own, the most similar first.

    Of those that are equally similar the first come first.

    Parameters
    ----------
    vectors
        (N, D).
    progress
        Told how many samples are done; may raise.

    Returns
    -------
    Neighbours
        (N, min(k, N - 1)) rows, and the cosines.
    """
    units, count = unit_vectors(vectors), len(vectors)
    width = min(k, count - 1)
    rows = np.empty((count, width), dtype=np.int64)
    similarity = np.empty((count, width), dtype=np.float32)
    for start in range(0, count, _BLOCK):
        part = slice(start, min(start + _BLOCK, count))
        own = np.arange(part.start, part.stop)
        cosine = np.clip(units[part] @ units.T, -1, 1)
        cosine[own - start, own] = -np.inf
        rows[part] = _largest(cosine, width)
        similarity[part] = np.take_along_axis(cosine, rows[part], axis=1)
        progress(part.stop, count)
    return Neighbours(rows, similarity)


def _largest(values: NDArray[np.float32], width: int) -> NDArray[np.int64]:
    """(n, width) int64: where the largest of each row are, the largest first, ties by place."""
    if not width:
        return np.empty((len(values), 0), dtype=np.int64)
    # Whoever is as large as the last of them may be among them: a partition alone would draw lots.
    bound = np.partition(values, -width, axis=1)[:, -width]
    found = np.empty((len(values), width), dtype=np.int64)
    for row, least in enumerate(bound.tolist()):
        there = np.flatnonzero(values[row] >= least)
        found[row] = there[np.argsort(-values[row, there], kind="stable")[:width]]
    return found
