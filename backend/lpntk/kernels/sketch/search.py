"""Which rows of a sketch have the largest dot products with given ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

# A folded row has at least so many numbers, where there are as many.
LEAST_FOLDED = 1024
# Candidates for each row that is wanted, and at least.
CANDIDATES, LEAST_CANDIDATES = 4, 32
# Rows that are folded at a time.
FOLD_STEP = 4096


@dataclass(frozen=True, eq=False)
class ScaledRows:
    """Sketches times a number each, without a copy of all.

    Attributes
    ----------
    sketch
        (N, W) float32.
    scale
        (N,) float32: what each row is multiplied by.
    """

    sketch: NDArray[np.float32]
    scale: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.sketch)

    @property
    def width(self) -> int:
        """W."""
        return self.sketch.shape[1]

    def take(self, rows: NDArray[np.int64] | slice) -> NDArray[np.float32]:
        """(n, W) float32: some rows."""
        return self.sketch[rows] * self.scale[rows, None]


class RowSearch:
    """Finds rows by their dot products: candidates among folded rows, ranked by the whole ones.

    The slots of a sketch taken modulo a smaller number make a narrower sketch of the same gradients, since
    the signs stay random. All of those are searched exhaustively by faiss (Douze et al., arXiv 2401.08281).
    Measured on MNIST with LeNet at W = 4096, that costs less than an inverted file whose cells are so many
    that it finds 99 % of the nearest; and for the least similar, which lie in no cells, an inverted file is
    no help at all.

    Parameters
    ----------
    vectors
        N rows.
    rows
        (n,) int64, ascending: which of them can be found.
    folds
        How many times narrower the rows are made.
    """

    def __init__(self, vectors: ScaledRows, rows: NDArray[np.int64], *, folds: int) -> None:
        import faiss  # here, since it takes long to load

        self._vectors, self._rows = vectors, rows
        self._width = max(min(vectors.width, LEAST_FOLDED), -(-vectors.width // folds))
        self._index = faiss.IndexFlatIP(self._width)
        for start in range(0, len(rows), FOLD_STEP):
            self._index.add(self._folded(rows[start : start + FOLD_STEP]))

    def __len__(self) -> int:
        return len(self._vectors)

    def others(
        self, rows: NDArray[np.int64], sign: int, k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """For each of some rows the k others whose dot products with it, times `sign`, are the largest.

        Parameters
        ----------
        rows
            (n,) int64.
        sign
            1 or -1.
        k
            Fewer than there are rows to be found.

        Returns
        -------
        rows, products
            (n, k) int64 and (n, k) float32, the products without the sign; the largest first, of equals the
            lower row.
        """
        # A row itself may be among its candidates.
        count = min(max(CANDIDATES * k, LEAST_CANDIDATES) + 1, len(self._rows))
        _, places = self._index.search(sign * self._folded(rows), count)
        candidates = self._rows[np.sort(places, axis=1)]
        products = self._products(rows, candidates)
        score = np.where(candidates == rows[:, None], -np.inf, sign * products)
        best = np.argsort(-score, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(candidates, best, axis=1), np.take_along_axis(products, best, axis=1)

    def _folded(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n, width) float32: some rows, each number added to that of its slot modulo the width."""
        whole = self._vectors.take(rows)
        out = whole[:, : self._width].copy()
        for start in range(self._width, self._vectors.width, self._width):
            part = whole[:, start : start + self._width]
            out[:, : part.shape[1]] += part
        return out

    def _products(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n, m) float32: of each row (n,) with its own others (n, m)."""
        sketch, scale = torch.from_numpy(self._vectors.sketch), self._vectors.scale
        out = np.empty(others.shape, dtype=np.float32)
        # Row by row: what is gathered is then still in the processor's cache when it is multiplied.
        for place, row in enumerate(rows):
            theirs = sketch.index_select(0, torch.from_numpy(others[place]))
            out[place] = (theirs @ sketch[row]).numpy()
        return out * scale[rows, None] * scale[others]
