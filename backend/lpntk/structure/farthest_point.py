"""Farthest point clustering, the rule by which the project groups samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import ClassKernels, FarthestPoints
from lpntk.domain.progress import Progress, silent
from lpntk.domain.structure import Heads, heads_wanted
from lpntk.structure.head_rows import HeadRows

_MEMORY = 256 << 20


def farthest_points(
    kernels: ClassKernels,
    labels: NDArray[np.int64],
    diagonal: NDArray[np.float32],
    *,
    heads: Heads = 1.0,
    excluded: ArrayLike = (),
    memory: int = _MEMORY,
    progress: Progress = silent,
) -> FarthestPoints:
    """Follow the samples of each class as they become cluster heads that are as unlike each other as can be.

    The first head of a class is the sample with the largest kappa(i, i), and its cluster holds the class.
    Then, again and again, the sample that is least similar to its head becomes a head itself (ties: that of
    the older cluster, then the lower row), and every sample that is not a head and strictly more similar to
    the new head than to its own moves to it. This costs O(n M) for n samples and M heads, and reads little
    more of the kernel than the heads' rows.

    Parameters
    ----------
    kernels
        Where the kernel among the samples of each class is read.
    labels
        (N,) int64.
    diagonal
        (N,) float32: kappa(i, i).
    heads
        How far to follow them; see `heads_wanted`.
    excluded
        Rows that never become heads, because nothing is known of them: without a finite gradient their kappa
        is 0 with every sample, and they would pass for the farthest of all. They stay in the first cluster of
        their class. Only a class that has no other sample has one of them for its head.
    memory
        Bytes for rows of the kernel that are read ahead.
    progress
        Told how many heads are found.

    Notes
    -----
    Algorithm 1 of Guo et al., "lpNTK", ICLR 2024 (arXiv 2401.08808), over all samples of a class.
    """
    out = np.unique(np.asarray(excluded, dtype=np.int64))
    may_lead = np.ones(len(labels), dtype=np.bool_)
    may_lead[out] = False
    classes = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    wanted = heads_wanted(heads, np.array([len(rows) for rows in classes]))
    counts = [
        max(1, min(int(count), int(may_lead[rows].sum())))
        for count, rows in zip(wanted, classes, strict=True)
    ]
    log, done, total = _Log(len(labels)), 0, sum(counts)

    def tick() -> None:
        progress(done, total)

    for rows, count, kernel in zip(classes, counts, kernels(classes), strict=True):
        reader = HeadRows(kernel, wanted=count, memory=memory, tick=tick)
        points = _ClassPoints(reader, diagonal[rows], may_lead[rows])
        while True:
            done = log.heads + len(points.heads)
            tick()
            if len(points.heads) == count:
                break
            points.split()
        log.add(rows, points)
    return log.finish(labels, out)


class _ClassPoints:
    """The heads of one class while they are being found; all positions are within the class."""

    def __init__(self, rows: HeadRows, diagonal: NDArray[np.float32], may_lead: NDArray[np.bool_]) -> None:
        self._rows, self._diagonal = rows, diagonal
        size = len(diagonal)
        first = int(np.argmax(np.where(may_lead, diagonal, -np.inf)))
        similarity = rows.first(first).copy()
        similarity[first] = diagonal[first]
        self.heads = [first]
        self.moves = [(np.arange(size), similarity.copy())]
        self._assignment = np.zeros(size, dtype=np.int64)
        # Infinite for whoever is a head or cannot be one: these are neither far nor do they move.
        similarity[~may_lead] = np.inf
        similarity[first] = np.inf
        self._similarity = similarity

    def split(self) -> None:
        """Make the farthest point a head and give it what resembles it more than its own head."""
        head = self._farthest()
        row = self._rows.take(head, self._similarity)
        self._similarity[head] = np.inf
        moving = np.flatnonzero(row > self._similarity)
        self._similarity[moving] = row[moving]
        self._assignment[moving] = len(self.heads)
        self.heads.append(head)
        self.moves.append((np.append(moving, head), np.append(row[moving], self._diagonal[head])))

    def _farthest(self) -> int:
        tied = np.flatnonzero(self._similarity == self._similarity.min())
        return int(tied[np.argmin(self._assignment[tied])])


class _Log:
    """Heads and moves of the classes that are done."""

    def __init__(self, size: int) -> None:
        self.heads, self._size = 0, size
        self._parts: list[tuple[NDArray[np.int64], ...]] = []
        self._similarity: list[NDArray[np.float32]] = []

    def add(self, rows: NDArray[np.int64], points: _ClassPoints) -> None:
        who = np.concatenate([positions for positions, _ in points.moves])
        lengths = [len(positions) for positions, _ in points.moves]
        where = np.repeat(np.arange(self.heads, self.heads + len(points.heads)), lengths)
        self._parts.append((rows[points.heads], rows[who], where))
        self._similarity += [similarity for _, similarity in points.moves]
        self.heads += len(points.heads)

    def finish(self, labels: NDArray[np.int64], excluded: NDArray[np.int64]) -> FarthestPoints:
        heads, who, where = (np.concatenate(arrays) for arrays in zip(*self._parts, strict=True))
        by_sample = np.argsort(who, kind="stable")
        return FarthestPoints(
            labels=labels,
            heads=heads,
            starts=np.concatenate([[0], np.cumsum(np.bincount(who, minlength=self._size))]),
            moves=where[by_sample],
            similarity=np.concatenate(self._similarity)[by_sample],
            excluded=excluded,
        )
