"""A sketch that lies in the database in blocks, as one array."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from lpntk.store import kernels
from lpntk.store.engine import Database


@contextmanager
def stored_sketch(database: Database, analysis_id: int, in_memory: int) -> Iterator[NDArray[np.float32]]:
    """(N, W) float32: the whole sketch of an analysis, in memory if it takes at most so many bytes.

    A larger one is put together in a file beside the database, which is gone afterwards.
    """
    with database.reading() as session:
        blocks = kernels.get(session, analysis_id).blocks
        width = kernels.sketch_block(session, analysis_id, 0).shape[1]
    shape = (blocks[-1][1], width)
    with tempfile.TemporaryFile(prefix="lpntk-sketch-", dir=database.folder) as file:
        fits = 4 * shape[0] * shape[1] <= in_memory
        values: NDArray[np.float32] = (
            np.empty(shape, dtype=np.float32) if fits else np.memmap(file, np.float32, "w+", shape=shape)
        )
        for block, (start, stop) in enumerate(blocks):
            with database.reading() as session:
                values[start:stop] = kernels.sketch_block(session, analysis_id, block)
        yield values
