"""What learning one sample does to every other: its row of the kernel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import SketchError, cosine
from lpntk.pipeline.results.kernel_parts import Source, require_source, words_of_source
from lpntk.pipeline.results.results import Results
from lpntk.store.kernel_matrix import StoredMatrix


@dataclass(frozen=True, eq=False)
class KernelRow:
    """The similarity of one sample to all.

    Attributes
    ----------
    similarity
        (N,) float32 in [-1, 1] by row: c, 1 at the sample itself; NaN at samples that are left out, and
        everywhere where it is one of them.
    source
        What it was read from.
    error
        How far the sketch that it was read from is from the kernel; None of a matrix.
    words
        What that sketch is, in a sentence; None of a matrix.
    """

    similarity: NDArray[np.float32]
    source: Source
    error: SketchError | None
    words: str | None


def kernel_row(results: Results, index: int) -> KernelRow:
    """The row of one sample. NotFoundError for an unknown one, and where nothing is stored of the kernel."""
    row, source = results.row_of(index), require_source(results)

    def make() -> NDArray[np.float32]:
        c = (_of_matrix if source == "matrix" else _of_sketch)(results, row).clip(-1, 1)
        c[row] = 1
        c[list(results.kernel.excluded)] = np.nan
        if row in results.kernel.excluded:
            c[:] = np.nan
        return c

    return KernelRow(
        similarity=results.recall(("row", row), make),
        source=source,
        error=results.kernel.sketch_error,
        words=words_of_source(results),
    )


def _of_matrix(results: Results, row: int) -> NDArray[np.float32]:
    """(N,) float32, from the tiles that the row crosses."""
    matrix = StoredMatrix(results.reading, results.id, cache_bytes=0)
    kappa = matrix.block(np.array([row]), np.arange(len(matrix)))[0]
    # As tiles are summarised, to the bit: neighbours from here are in the order of those that are stored.
    norms = np.sqrt(results.column("self_kernel"))
    return cosine(kappa, norms[row] * norms)


def _of_sketch(results: Results, row: int) -> NDArray[np.float32]:
    """(N,) float32: a dot product with each row of the sketch."""
    units = results.units()
    return units @ units[row]
