"""Groups of samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.kernel import KernelMatrix


@dataclass(frozen=True, eq=False)
class Clustering:
    """Clusters, each around its head.

    Attributes
    ----------
    heads
        (M,) int64 rows, class by class, in the order in which they became heads.
    assignment
        (N,) int64: position in `heads` of each sample's head.
    similarity
        (N,) float32: kernel value between each sample and its head.
    stopped_early
        Classes (labels) in which there was nothing left to split before the number of heads was met.
    """

    heads: NDArray[np.int64]
    assignment: NDArray[np.int64]
    similarity: NDArray[np.float32]
    stopped_early: tuple[int, ...] = ()

    def sizes(self) -> NDArray[np.int64]:
        """(M,) int64: how many samples each cluster holds, its head included."""
        return np.bincount(self.assignment, minlength=len(self.heads))

    def members(self, position: int) -> NDArray[np.int64]:
        """Rows of one cluster by similarity to the head, descending, the head first."""
        rows = np.flatnonzero(self.assignment == position)
        head_first = rows != self.heads[position]
        return rows[np.lexsort((rows, -self.similarity[rows], head_first))]

    def groups(self) -> list[NDArray[np.int64]]:
        """`members` of every cluster, in the order of `heads`, from one pass over the samples."""
        rows = np.arange(len(self.assignment))
        head_first = rows != self.heads[self.assignment]
        order = np.lexsort((rows, -self.similarity, head_first, self.assignment))
        return np.split(order, np.cumsum(self.sizes())[:-1])


class Clusterer(Protocol):
    """Groups the samples of each class of (N,) labels; `heads` is the share of them that become heads."""

    def __call__(self, matrix: KernelMatrix, labels: NDArray[np.int64], heads: float, /) -> Clustering: ...
