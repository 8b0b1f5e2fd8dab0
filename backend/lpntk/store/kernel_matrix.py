"""A kernel that lies in the database, read by parts: a matrix in tiles, a sketch in blocks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import KernelMatrix, Tile
from lpntk.domain.arrays import FLOAT_BYTES, DenseMatrix, MatrixPart
from lpntk.domain.scratch import room_for
from lpntk.store import kernels
from lpntk.store.engine import Database

Reading: TypeAlias = Callable[[], AbstractContextManager[Session]]
"""Where to read: `Database.reading`, for a transaction each time, or one that is open already."""


class StoredMatrix:
    """Reads tiles as they are asked for and keeps the latest; a `KernelMatrix`.

    Parameters
    ----------
    reading
        Where to read them.
    analysis_id
        An analysis whose kernel stage is done.
    cache_bytes
        How much of the matrix to keep in memory, at least one tile.
    """

    def __init__(self, reading: Reading, analysis_id: int, cache_bytes: int) -> None:
        self._reading, self._analysis_id, self._cache_bytes = reading, analysis_id, cache_bytes
        with reading() as session:
            self._boundaries = np.array(kernels.get(session, analysis_id).boundaries)
        self._cache: OrderedDict[tuple[int, int], NDArray[np.float32]] = OrderedDict()
        self._cached_bytes = 0

    def __len__(self) -> int:
        return int(self._boundaries[-1])

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given rows and columns."""
        values = np.empty((len(rows), len(columns)), dtype=np.float32)
        column_parts = self._by_block(columns)
        for row_block, at_rows, in_rows in self._by_block(rows):
            for column_block, at_columns, in_columns in column_parts:
                tile = self._tile(row_block, column_block)
                values[np.ix_(at_rows, at_columns)] = tile[np.ix_(in_rows, in_columns)]
        return values

    def among(self, groups: Sequence[NDArray[np.int64]], tick: Callable[[], None]) -> Iterator[KernelMatrix]:
        """The kernel among the rows of each group, in their order: position p stands for the p-th row.

        The rows of a class lie all over the matrix. So one pass over its tiles fills as many groups as fit
        the cache together; a group that does not fit alone is read bit by bit.

        Parameters
        ----------
        groups
            (n,) int64 each.
        tick
            Called before each tile of a pass; may raise.
        """
        waiting = list(groups)
        while waiting:
            gathered = self._fitting(waiting)
            if gathered:
                yield from self._gather(gathered, tick)
            else:
                yield MatrixPart(self, waiting[0])
            del waiting[: max(1, len(gathered))]

    def _fitting(self, groups: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
        """The first groups whose kernels fit the cache together."""
        taken = np.cumsum([FLOAT_BYTES * len(rows) ** 2 for rows in groups])
        return list(groups[: int(np.searchsorted(taken, self._cache_bytes, side="right"))])

    def _gather(self, groups: list[NDArray[np.int64]], tick: Callable[[], None]) -> Iterator[DenseMatrix]:
        whole = [np.empty((len(rows), len(rows)), dtype=np.float32) for rows in groups]
        places = [{block: (at, within) for block, at, within in self._by_block(rows)} for rows in groups]
        for row_block, column_block in self._blocks():
            tick()
            tile = self._read(row_block, column_block)
            for values, place in zip(whole, places, strict=True):
                if row_block in place and column_block in place:
                    (at_rows, in_rows), (at_columns, in_columns) = place[row_block], place[column_block]
                    part = tile[np.ix_(in_rows, in_columns)]
                    values[np.ix_(at_rows, at_columns)] = part
                    values[np.ix_(at_columns, at_rows)] = part.T
        whole.reverse()
        while whole:
            yield DenseMatrix(whole.pop())

    def dense(self) -> NDArray[np.float32]:
        """(N, N) float32: all of it."""
        values = np.empty((len(self), len(self)), dtype=np.float32)
        for row_block, column_block in self._blocks():
            rows, columns = (
                slice(*self._boundaries[block : block + 2]) for block in (row_block, column_block)
            )
            values[rows, columns] = self._read(row_block, column_block)
            values[columns, rows] = values[rows, columns].T
        return values

    def tiles(self) -> Iterator[Tile]:
        """Every tile of the upper triangle, one in memory at a time."""
        for row_block, column_block in self._blocks():
            row_start, row_stop = self._boundaries[row_block : row_block + 2].tolist()
            column_start, column_stop = self._boundaries[column_block : column_block + 2].tolist()
            values = self._read(row_block, column_block)
            yield Tile(row_start, row_stop, column_start, column_stop, values)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """The (row block, column block) of every stored tile."""
        count = len(self._boundaries) - 1
        return ((row, column) for row in range(count) for column in range(row, count))

    def _by_block(self, rows: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
        """For each block that is touched: its number, where in `rows`, and where in the block."""
        blocks = np.searchsorted(self._boundaries, rows, side="right") - 1
        parts = []
        for block in np.unique(blocks):
            at = np.flatnonzero(blocks == block)
            parts.append((int(block), at, rows[at] - self._boundaries[block]))
        return parts

    def _tile(self, row_block: int, column_block: int) -> NDArray[np.float32]:
        if row_block > column_block:
            return self._tile(column_block, row_block).T
        key = (row_block, column_block)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        tile = self._read(row_block, column_block)
        self._cache[key] = tile
        self._cached_bytes += tile.nbytes
        while self._cached_bytes > self._cache_bytes and len(self._cache) > 1:
            self._cached_bytes -= self._cache.popitem(last=False)[1].nbytes
        return tile

    def _read(self, row_block: int, column_block: int) -> NDArray[np.float32]:
        with self._reading() as session:
            return kernels.tile(session, self._analysis_id, row_block, column_block)


def sketch_blocks(reading: Reading, analysis_id: int) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """The rows of each block of a sketch, and (n, W) float32 of them, one in memory at a time. StoreError."""
    with reading() as session:
        blocks = kernels.get(session, analysis_id).blocks
    for block, (start, stop) in enumerate(blocks):
        with reading() as session:
            values = kernels.sketch_block(session, analysis_id, block)
        yield slice(start, stop), values


def sketch_rows(reading: Reading, analysis_id: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n, W) float32: some rows of a sketch, ascending; other blocks are not read. StoreError."""
    with reading() as session:
        blocks = kernels.get(session, analysis_id).blocks
    parts = []
    for block, (start, stop) in enumerate(blocks):
        inside = rows[(rows >= start) & (rows < stop)] - start
        if len(inside):
            with reading() as session:
                parts.append(kernels.sketch_block(session, analysis_id, block)[inside])
    return np.concatenate(parts)


def sketch_shape(reading: Reading, analysis_id: int) -> tuple[int, int]:
    """(N, W) of a sketch. StoreError."""
    with reading() as session:
        samples = kernels.get(session, analysis_id).boundaries[-1]
        return samples, kernels.sketch_width(session, analysis_id)


@contextmanager
def stored_sketch(database: Database, analysis_id: int, in_memory: int) -> Iterator[NDArray[np.float32]]:
    """(N, W) float32: the whole sketch of an analysis, in memory if it takes at most so many bytes.

    A larger one is put together in a file beside the database, which is gone afterwards.

    Raises
    ------
    StoreError
        If it is damaged, or there is no room for that file.
    """
    shape = sketch_shape(database.reading, analysis_id)
    with room_for("A sketch", shape, in_memory, database.folder) as values:
        for rows, block in sketch_blocks(database.reading, analysis_id):
            values[rows] = block
        yield values
