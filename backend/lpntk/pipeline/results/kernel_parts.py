"""A stored kernel as it is read from end to end: tiles of its matrix, or blocks of its sketch.

What is read here is as large as a kernel, so it goes past what is kept of earlier requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import NotFoundError, Tile
from lpntk.domain.notes import read_from_sketch_note
from lpntk.pipeline.results.results import Results
from lpntk.store.kernel_matrix import StoredMatrix, sketch_blocks, sketch_rows, sketch_shape

Source = Literal["matrix", "sketch"]


def source_of(results: Results) -> Source | None:
    """What is stored of the kernel; None where it is neither."""
    if results.kernel.keeps_matrix:
        return "matrix"
    return "sketch" if results.kernel.keeps_sketch else None


def words_of_source(results: Results) -> str | None:
    """What the sketch is that is read, in a sentence; None where the matrix is, or nothing."""
    error = results.kernel.sketch_error
    if source_of(results) != "sketch" or error is None:
        return None
    _, width = sketch_shape(results.reading, results.id)
    return read_from_sketch_note(width, error, is_beside=not results.kernel.is_sketch)


def why_nothing(results: Results) -> str:
    """Why the kernel cannot be seen pair by pair, and what to do, in a sentence."""
    return (
        f"Analysis {results.id} keeps neither the kernel's matrix nor a sketch of it, so it cannot be shown "
        "pair by pair: analyse again with a larger storage budget, within which the matrix or at least a "
        "sketch beside it is kept, or with a sketch."
    )


def require_source(results: Results) -> Source:
    """What is stored of the kernel. NotFoundError where it is neither; it says why."""
    source = source_of(results)
    if source is None:
        raise NotFoundError(why_nothing(results))
    return source


def tiles(results: Results) -> Iterator[Tile]:
    """Every tile of the upper triangle of kappa, one in memory at a time."""
    return StoredMatrix(results.reading, results.id, cache_bytes=0).tiles()


def blocks(results: Results) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Rows and (n, W) float32 of every block of the sketch, one in memory at a time."""
    return sketch_blocks(results.database.reading, results.id)


def unit_blocks(results: Results) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """As `blocks`, every row of length 1, so that dot products are c; 0 where a sample has no gradient.

    A row is divided by its own length: beside an exact kernel that is nearer to c than by the kernel's.
    """
    for rows, block in blocks(results):
        yield rows, block * _inverse(squared_lengths(block))[:, None]


def kernel_among(results: Results, rows: NDArray[np.int64]) -> NDArray[np.float32] | None:
    """(n, n) float32: kappa among some rows, ascending, from matrix or sketch; None where neither is."""
    source = source_of(results)
    if source is None:
        return None
    if source == "matrix":
        return StoredMatrix(results.reading, results.id, cache_bytes=0).block(rows, rows)
    sketch = sketch_rows(results.database.reading, results.id, rows)
    return sketch @ sketch.T


def included(results: Results) -> NDArray[np.int64]:
    """(n,) int64: the rows of which the kernel knows something, ascending."""
    return results.kernel.included


def inverse_norms(results: Results) -> NDArray[np.float32]:
    """(N,) float32: 1 / sqrt(kappa(i, i)); 0 where a sample has no gradient, as c is then."""
    return _inverse(results.column("self_kernel"))


def squared_lengths(block: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n,) float64 of the rows of a sketch: kappa(i, i) by it."""
    found: NDArray[np.float64] = np.einsum("iw,iw->i", block, block, dtype=np.float64)
    return found


def _inverse(squares: NDArray[np.floating]) -> NDArray[np.float32]:
    norms = np.sqrt(squares.astype(np.float64))
    return np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
