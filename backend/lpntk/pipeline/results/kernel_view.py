"""The kernel as a picture: the similarity of all pairs, ordered so that what belongs together is together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lpntk.domain import InputError, Tile
from lpntk.pipeline.results.kernel_parts import Source, inverse_norms, require_source, tiles, unit_blocks
from lpntk.pipeline.results.results import Results

LARGEST_SIZE = 1024


@dataclass(frozen=True, eq=False)
class KernelOrder:
    """The samples by class, then by cluster, then by similarity to its head.

    Attributes
    ----------
    rows
        (N,) int64: the row of the sample at each position.
    boundaries
        (K + 1,) int64: class k has the positions from boundaries[k] to boundaries[k + 1].
    """

    rows: NDArray[np.int64]
    boundaries: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Mean similarities between runs of positions in the order.

    Attributes
    ----------
    values
        (R, C) float32 in [-1, 1]: the mean of c over all pairs of a run of rows and a run of columns, of a
        sample with itself included. Where every run is one position, c itself.
    rows, columns
        (R + 1,) and (C + 1,) int64: where the runs begin, and where the last one ends.
    source
        What it was read from.
    """

    values: NDArray[np.float32]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    source: Source


@dataclass(frozen=True, eq=False)
class _Runs:
    """Which run of positions each row of the kernel is in.

    Attributes
    ----------
    edges
        (G + 1,) int64.
    of_row
        (N,) int64: the run of each row; -1 where it is in none.
    """

    edges: NDArray[np.int64]
    of_row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.edges) - 1

    def adding(self, rows: slice, weights: NDArray[np.float32]) -> csr_array | None:
        """(G, n): times what lies in some rows, weighted sums over each run. None where no row is in one."""
        run = self.of_row[rows]
        inside = np.flatnonzero(run >= 0)
        if not len(inside):
            return None
        places = (run[inside], inside)
        return csr_array((weights[rows][inside], places), shape=(len(self), len(run)))


def order(results: Results) -> KernelOrder:
    """Classes by label, in each the largest cluster first, in that the head and who is most like it first."""

    labels = results.labels

    def make() -> NDArray[np.int64]:
        clusters, rows = results.clustering, np.arange(len(labels))
        size = clusters.sizes()[clusters.assignment]
        behind = rows != clusters.heads[clusters.assignment]
        return np.lexsort((rows, -results.head_similarity, behind, clusters.assignment, -size, labels))

    counts = np.bincount(labels, minlength=len(results.class_names))
    return KernelOrder(results.recall("kernel order", make), np.concatenate([[0], np.cumsum(counts)]))


def heat_map(
    results: Results, rows: range | None = None, columns: range | None = None, size: int = 512
) -> HeatMap:
    """The mean similarities of a part of the kernel, reduced to at most size x size runs.

    Parameters
    ----------
    rows, columns
        Which positions in the order, neither empty; None: all of them, and as the rows.
    size
        From 1 to `LARGEST_SIZE`.

    Raises
    ------
    InputError
        If there are no such positions, or it is too large.
    NotFoundError
        If neither the matrix nor a sketch is stored.
    """
    count = len(results.indices)
    rows = _checked(rows if rows is not None else range(count), count, "first")
    columns = _checked(columns if columns is not None else rows, count, "column_first")
    if not 1 <= size <= LARGEST_SIZE:
        raise InputError(f"size is {size}: it must be between 1 and {LARGEST_SIZE}.", field="size")
    source = require_source(results)
    down, across = _runs(results, rows, size), _runs(results, columns, size)

    def make() -> NDArray[np.float32]:
        sums = (_matrix_sums if source == "matrix" else _sketch_sums)(results, down, across)
        pairs = np.diff(down.edges)[:, None] * np.diff(across.edges)
        return (sums / pairs).clip(-1, 1).astype(np.float32)

    values = results.recall(("heat map", rows, columns, size), make)
    return HeatMap(values, down.edges, across.edges, source)


def _checked(positions: range, count: int, field: str) -> range:
    if 0 <= positions.start < positions.stop <= count:
        return positions
    raise InputError(
        f"{field} and what follows name the positions {positions.start} to {positions.stop - 1}: "
        f"the {count:,} samples have the positions 0 to {count - 1}.",
        field=field,
    )


def _runs(results: Results, positions: range, size: int) -> _Runs:
    count = min(size, len(positions))
    edges = positions.start + np.arange(count + 1) * len(positions) // count
    of_row = np.full(len(results.indices), -1)
    inside = order(results).rows[positions.start : positions.stop]
    of_row[inside] = np.repeat(np.arange(count), np.diff(edges))
    return _Runs(edges, of_row)


def _matrix_sums(results: Results, down: _Runs, across: _Runs) -> NDArray[np.float64]:
    """(R, C) float64: sums of c, from one pass over the tiles."""
    weights = inverse_norms(results)
    sums = np.zeros((len(down), len(across)))
    is_symmetric = np.array_equal(down.edges, across.edges)

    def of(tile: Tile, *, mirrored: bool) -> NDArray[np.float32] | None:
        rows, columns = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
        values = tile.values
        if mirrored:
            rows, columns, values = columns, rows, values.T
        left, right = down.adding(rows, weights), across.adding(columns, weights)
        return None if left is None or right is None else (right @ (left @ values).T).T

    for tile in tiles(results):
        part = of(tile, mirrored=False)
        if part is not None:
            sums += part
        if tile.row_start == tile.column_start:
            continue
        other = (None if part is None else part.T) if is_symmetric else of(tile, mirrored=True)
        if other is not None:
            sums += other
    return sums


def _sketch_sums(results: Results, down: _Runs, across: _Runs) -> NDArray[np.float64]:
    """(R, C) float64: sums of c.

    A sum of dot products of unit rows is the dot product of their sums, so it takes O(N W + R C W).
    """
    weights = np.ones(len(results.indices), dtype=np.float32)
    of_rows: NDArray[np.float64] | float = 0.0
    of_columns: NDArray[np.float64] | float = 0.0
    for rows, block in unit_blocks(results):
        left, right = down.adding(rows, weights), across.adding(rows, weights)
        if left is not None:
            of_rows = of_rows + (left @ block).astype(np.float64)
        if right is not None:
            of_columns = of_columns + (right @ block).astype(np.float64)
    sums: NDArray[np.float64] = np.asarray(of_rows) @ np.asarray(of_columns).T
    return sums
