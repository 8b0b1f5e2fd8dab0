"""The most similar sample of one's own label, and of another: duplicates, and twins labelled differently."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import Neighbours, Tile, cosine


def nearest_in_lists(
    neighbours: Neighbours, labels: NDArray[np.int64], excluded: ArrayLike = ()
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(N,) float32 similarity to the nearest of one's label, and to that of another, among the k kept.

    NaN where none of the k is one: what there is then has at most the similarity of the last of them.

    Parameters
    ----------
    neighbours
        The interchangeable ones, the strongest first.
    labels
        (N,) int64.
    excluded
        Rows without a gradient, which have none.
    """
    same = labels[neighbours.rows] == labels[:, None]
    found = []
    for wanted in (same, ~same):
        nearest = np.where(wanted, neighbours.similarity, -np.inf).max(axis=1, initial=-np.inf)
        found.append(_known(nearest, excluded))
    return found[0], found[1]


class NearestByLabel:
    """The same from all pairs, tile by tile.

    Parameters
    ----------
    self_kernel
        (N,) float32: kappa(i, i).
    labels
        (N,) int64.
    excluded
        Rows without a gradient: nobody's neighbours, and they have none.
    """

    def __init__(
        self, self_kernel: NDArray[np.float32], labels: NDArray[np.int64], excluded: ArrayLike = ()
    ) -> None:
        self._length = np.sqrt(self_kernel)
        self._labels, self._excluded = labels, np.asarray(excluded, dtype=np.int64)
        self._takes_part = np.ones(len(labels), dtype=bool)
        self._takes_part[self._excluded] = False
        self._same, self._other = np.full((2, len(labels)), -np.inf, dtype=np.float32)

    def update(self, tile: Tile) -> None:
        """Take in a tile on or above the diagonal."""
        rows, columns = (
            slice(tile.row_start, tile.row_stop),
            slice(tile.column_start, tile.column_stop),
        )
        c = cosine(tile.values, self._length[rows, None] * self._length[None, columns])
        c[:, ~self._takes_part[columns]] = -np.inf
        c[~self._takes_part[rows]] = -np.inf
        if tile.row_start == tile.column_start:
            np.fill_diagonal(c, -np.inf)
        same = self._labels[rows, None] == self._labels[None, columns]
        for of, into in ((same, self._same), (~same, self._other)):
            wanted = np.where(of, c, -np.inf)
            np.maximum(into[rows], wanted.max(axis=1), out=into[rows])
            np.maximum(into[columns], wanted.max(axis=0), out=into[columns])

    def result(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(N,) float32 similarity to the nearest of one's label, and to that of another; NaN without one."""
        return _known(self._same, self._excluded), _known(self._other, self._excluded)


def _known(nearest: NDArray[np.float32], excluded: ArrayLike) -> NDArray[np.float32]:
    found = np.where(np.isfinite(nearest), nearest, np.nan).astype(np.float32)
    found[np.asarray(excluded, dtype=np.int64)] = np.nan
    return found
