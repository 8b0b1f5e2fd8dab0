"""Farthest point clustering, the rule by which the project groups samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import diagonal
from lpntk.domain.kernel import KernelMatrix
from lpntk.domain.progress import Progress, silent
from lpntk.domain.structure import Clustering


def cluster_by_farthest_points(
    matrix: KernelMatrix,
    labels: NDArray[np.int64],
    head_count: Callable[[int], int],
    progress: Progress = silent,
) -> Clustering:
    """Cluster each class around heads that are as unlike each other as can be.

    The first head of a class is the sample with the largest kappa(i, i), and its cluster holds the class.
    Then, again and again, the sample that is least similar to its head becomes a head itself (ties: that of
    the older cluster, then the lower row), and every sample that is not a head and strictly more similar to
    the new head moves to it. This costs O(n M) for n samples and M heads, and reads only the diagonal and the
    heads' rows of the matrix.

    Parameters
    ----------
    matrix
        The kernel of N samples.
    labels
        (N,) int64.
    head_count
        How many heads a class of n samples is to have, given n.
    progress
        Told how many heads are found.

    Notes
    -----
    Algorithm 1 of Guo et al., "lpNTK", ICLR 2024 (arXiv 2401.08808), over all samples of a class.
    """
    classes = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    wanted = [head_count(len(rows)) for rows in classes]
    total = sum(min(count, len(rows)) for count, rows in zip(wanted, classes, strict=True))
    heads: list[int] = []
    assignment = np.empty(len(labels), dtype=np.int64)
    similarity = np.empty(len(labels), dtype=np.float32)
    stopped: list[int] = []
    for rows, count in zip(classes, wanted, strict=True):
        found = _ClassClusters(matrix, rows)
        progress(len(heads) + 1, total)
        while len(found.heads) < min(count, len(rows)):
            found.split()
            progress(len(heads) + len(found.heads), total)
        if len(found.heads) < count:
            stopped.append(int(labels[rows[0]]))
        assignment[rows] = found.assignment + len(heads)
        similarity[rows] = found.similarity
        heads.extend(rows[found.heads].tolist())
    return Clustering(np.array(heads, dtype=np.int64), assignment, similarity, tuple(stopped))


class _ClassClusters:
    """The clusters of one class while they are being split; all positions are within `rows`."""

    def __init__(self, matrix: KernelMatrix, rows: NDArray[np.int64]) -> None:
        self._matrix = matrix
        self._rows = rows
        first = int(np.argmax(diagonal(matrix, rows)))
        self.heads = [first]
        self.assignment = np.zeros(len(rows), dtype=np.int64)
        self.similarity = self._row(first).copy()
        self._waiting = np.ones(len(rows), dtype=np.bool_)
        self._waiting[first] = False

    def split(self) -> None:
        """Make the farthest point a head and give it what resembles it more than its own head."""
        head = self._farthest()
        self._waiting[head] = False
        row = self._row(head)
        moving = self._waiting & (row > self.similarity)
        moving[head] = True
        self.assignment[moving] = len(self.heads)
        self.similarity[moving] = row[moving]
        self.heads.append(head)

    def _farthest(self) -> int:
        similarity = np.where(self._waiting, self.similarity, np.inf)
        tied = np.flatnonzero(similarity == similarity.min())
        return int(tied[np.argmin(self.assignment[tied])])

    def _row(self, position: int) -> NDArray[np.float32]:
        return self._matrix.block(self._rows[[position]], self._rows)[0]
