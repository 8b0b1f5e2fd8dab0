"""Which rows have the largest dot products with given vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Up to so many rows all are looked at; past that, those in some cells of an inverted file, found by k-means.
EXHAUSTIVE_ROWS = 50_000
# Cells for the square root of the rows, and rows a cell to find the cells by, as faiss advises.
CELLS, TRAINING_ROWS = 4, 40
# The cells that are looked at become more until on so many seeded queries this share of the best is found.
TUNING_QUERIES, TUNING_RECALL = 128, 0.99
STEP = 4096


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


class RowIndex:
    """Finds rows by their dot products; a copy of them is in memory (faiss, Douze et al., arXiv 2401.08281).

    Parameters
    ----------
    vectors
        N rows.
    rows
        (n,) int64, ascending: which of them can be found.
    seed
        For k-means.
    exhaustive_rows
        Up to how many rows all are looked at.
    """

    def __init__(
        self,
        vectors: ScaledRows,
        rows: NDArray[np.int64],
        *,
        seed: int = 0,
        exhaustive_rows: int = EXHAUSTIVE_ROWS,
    ) -> None:
        self._vectors, self._rows = vectors, rows
        self._seed = seed
        cells = max(1, min(int(CELLS * len(rows) ** 0.5), len(rows) // TRAINING_ROWS))
        self._cells = 0 if len(rows) <= exhaustive_rows else cells
        self._index: Any = self._cell_index() if self._cells else self._flat_index()
        for start in range(0, len(rows), STEP):
            self._index.add(self._vectors.take(rows[start : start + STEP]))

    def tune(self, sign: int, k: int) -> None:
        """Look at as many cells as it takes to find the k best for rows times `sign`."""
        if not self._cells:
            return
        rng = np.random.default_rng(self._seed)
        queries = sign * self._vectors.take(np.sort(rng.permutation(self._rows)[:TUNING_QUERIES]))
        self._index.nprobe = self._cells
        _, best = self._index.search(queries, k)
        probes = 1
        while probes < self._cells:
            self._index.nprobe = probes
            _, found = self._index.search(queries, k)
            shares = [np.isin(b, f).mean() for b, f in zip(best, found, strict=True)]
            if np.mean(shares) >= TUNING_RECALL and (found >= 0).all():
                return
            probes *= 2
        self._index.nprobe = self._cells

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
            (n, k) int64 and (n, k) float32, the largest first, without the sign.
        """
        values, places = self._search(sign * self._vectors.take(rows), k + 1)
        found = self._rows[places]
        # A row itself is among its best, or the last of them is one too many.
        drop = found == rows[:, None]
        drop[~drop.any(axis=1), -1] = True
        shape = (len(rows), k)
        return found[~drop].reshape(shape), sign * values[~drop].reshape(shape)

    def _search(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        values, places = self._index.search(queries, k)
        lacking = np.flatnonzero((places < 0).any(axis=1))
        if len(lacking):
            probes, self._index.nprobe = self._index.nprobe, self._cells
            values[lacking], places[lacking] = self._index.search(queries[lacking], k)
            self._index.nprobe = probes
        return values, places

    def _flat_index(self) -> Any:
        import faiss

        return faiss.IndexFlatIP(self._vectors.width)

    def _cell_index(self) -> Any:
        import faiss

        width = self._vectors.width
        index = faiss.IndexIVFFlat(faiss.IndexFlatIP(width), width, self._cells, faiss.METRIC_INNER_PRODUCT)
        index.cp.seed = self._seed + 1
        rng = np.random.default_rng(self._seed)
        training = rng.permutation(self._rows)[: TRAINING_ROWS * self._cells]
        index.train(self._vectors.take(np.sort(training)))
        return index
