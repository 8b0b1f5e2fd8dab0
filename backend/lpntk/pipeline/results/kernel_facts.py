"""What the kernel as a whole comes to: its spectrum, and how similar samples of one class and of two are.

Both take reading all of it, so they are remembered in the database.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigvalsh

from lpntk.domain import HISTOGRAM_BINS
from lpntk.domain.arrays import chunks
from lpntk.domain.short import Short
from lpntk.pipeline.results.kernel_parts import (
    Source,
    blocks,
    included,
    inverse_norms,
    require_source,
    squared_lengths,
    tiles,
    unit_blocks,
)
from lpntk.pipeline.results.results import Results
from lpntk.store import kernel_views
from lpntk.store.kernel_matrix import StoredMatrix, sketch_shape, stored_sketch
from lpntk.structure import SHARES, Spectrum, leading_eigenvalues, spectrum_of

LEADING = 50
"""How many eigenvalues are known where not all are."""
MOST_SOLVED = 5000
"""The size up to which a matrix is taken apart whole."""
MOST_COMPARED = 4096
"""How many samples of a sketch are compared with each other; of more, so many are drawn."""
IN_MEMORY_BYTES = 256 << 20


@dataclass(frozen=True, eq=False, repr=False)
class KernelSpectrum(Short, Spectrum):
    """The spectrum of kappa divided by its mean diagonal.

    Attributes
    ----------
    samples
        How many there are, which is the trace.
    source
        What it was read from.
    """

    samples: int
    source: Source

    @property
    def words(self) -> str:
        """What it comes to, in sentences for a person."""
        least = "" if self.is_whole else "at least "
        held = [
            f"{least}{count:,} hold {share:.0%}" for share, count in zip(SHARES, self.directions, strict=True)
        ]
        rest = "" if self.is_whole else f" Only the {len(self.eigenvalues)} largest eigenvalues are known."
        of_what = "" if self.source == "matrix" else " by its sketch"
        return (
            f"Among {self.samples:,} samples the kernel has{of_what} an effective rank of {least}"
            f"{self.effective_rank:,.0f}: as if it had so many directions of equal strength. Of its "
            f"directions {', '.join(held[:-1])} and {held[-1]} of the trace; the participation ratio is "
            f"{least}{self.participation:,.1f}.{rest}"
        )


@dataclass(frozen=True, eq=False)
class PairHistograms:
    """Similarities of pairs of different samples, each pair counted once, in equal bins over [-1, 1].

    Attributes
    ----------
    within, between
        (HISTOGRAM_BINS,) int64: of pairs of one class, and of pairs of two.
    samples
        How many samples were compared with each other.
    is_drawn
        Whether those are a random part, always the same, of the samples.
    source
        What it was read from.
    """

    within: NDArray[np.int64]
    between: NDArray[np.int64]
    samples: int
    is_drawn: bool
    source: Source


def spectrum(results: Results) -> KernelSpectrum:
    """The largest eigenvalues, all where the matrix is small, and what they come to. NotFoundError."""
    source = require_source(results)
    rows = included(results)

    def make() -> KernelSpectrum:
        found = kernel_views.find(results.session, results.id, "spectrum", ("eigenvalues", "is_whole"))
        if found is None:
            eigenvalues, is_whole = (_of_matrix if source == "matrix" else _of_sketch)(results, rows)
            found = {"eigenvalues": eigenvalues, "is_whole": np.array([is_whole])}
            with results.remembering("The spectrum") as session:
                kernel_views.write(session, results.id, "spectrum", found)
        made = spectrum_of(found["eigenvalues"], len(rows), is_whole=bool(found["is_whole"][0]))
        return KernelSpectrum(**vars(made), samples=len(rows), source=source)

    return results.recall("spectrum", make)


def pair_histograms(results: Results) -> PairHistograms:
    """How similar samples of one class and of two are. NotFoundError."""
    source = require_source(results)

    def make() -> PairHistograms:
        found = kernel_views.find(results.session, results.id, "pairs", ("counts", "samples"))
        if found is None:
            counts, samples = (_matrix_pairs if source == "matrix" else _sketch_pairs)(results)
            found = {"counts": counts, "samples": np.array([samples])}
            with results.remembering("Histograms") as session:
                kernel_views.write(session, results.id, "pairs", found)
        samples = int(found["samples"][0])
        between, within = found["counts"]
        return PairHistograms(within, between, samples, samples < len(included(results)), source)

    return results.recall("pair histograms", make)


def _of_matrix(results: Results, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], bool]:
    """Eigenvalues, and whether these are all. Rows that are left out hold zeros, and add none."""
    scale = _mean_diagonal(results, rows)
    size = len(results.indices)
    if size <= MOST_SOLVED:
        matrix = StoredMatrix(results.reading, results.id, cache_bytes=0).dense().astype(np.float64)
        return _falling(matrix) / scale, True

    def multiply(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        narrow = vectors.astype(np.float32)
        product = np.zeros_like(vectors)
        for tile in tiles(results):
            down, across = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
            product[down] += tile.values @ narrow[across]
            if down != across:
                product[across] += tile.values.T @ narrow[down]
        return product / scale

    return leading_eigenvalues(multiply, size, LEADING), False


def _of_sketch(results: Results, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], bool]:
    """As `_of_matrix`: psi psi^T and psi^T psi have the same eigenvalues but for zeros."""
    scale = sum(float(squared_lengths(block).sum()) for _, block in blocks(results)) / len(rows) or 1.0
    size, width = sketch_shape(results.database.reading, results.id)
    if size <= min(width, MOST_SOLVED):
        with stored_sketch(results.database, results.id, IN_MEMORY_BYTES) as sketch:
            gram = (sketch @ sketch.T).astype(np.float64)
        return _falling(gram) / scale, True
    if width <= MOST_SOLVED:
        gram = np.zeros((width, width))
        for _, block in blocks(results):
            gram += block.T @ block
        return _falling(gram) / scale, True

    def multiply(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        narrow = vectors.astype(np.float32)
        product = np.zeros_like(vectors)
        for _, block in blocks(results):
            product += block.T @ (block @ narrow)
        return product / scale

    return leading_eigenvalues(multiply, width, LEADING), False


def _falling(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) float64: the eigenvalues of a symmetric matrix, which is overwritten, the largest first."""
    falling: NDArray[np.float64] = eigvalsh(matrix, overwrite_a=True, check_finite=False)[::-1]
    return falling


def _mean_diagonal(results: Results, rows: NDArray[np.int64]) -> float:
    """1 where there is no gradient at all: then every eigenvalue is 0 anyway."""
    return float(results.column("self_kernel")[rows].mean(dtype=np.float64)) or 1.0


def _matrix_pairs(results: Results) -> tuple[NDArray[np.int64], int]:
    """(2, HISTOGRAM_BINS) int64 of pairs of two classes and of one, and how many samples were compared."""
    inverse, labels, rows = inverse_norms(results), results.labels, included(results)
    is_in = np.isin(np.arange(len(labels)), rows)
    counts = np.zeros((2, HISTOGRAM_BINS), dtype=np.int64)
    for tile in tiles(results):
        down, across = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
        here = np.flatnonzero(is_in[across])
        for part in chunks(np.flatnonzero(is_in[down])):
            c = tile.values[np.ix_(part, here)] * inverse[down][part, None] * inverse[across][here]
            part_rows = tile.row_start + part
            first = tile.column_start + here
            counts += _counted(c, labels[part_rows], labels[first], part_rows[:, None] < first)
    return counts, len(rows)


def _sketch_pairs(results: Results) -> tuple[NDArray[np.int64], int]:
    rows = included(results)
    if len(rows) > MOST_COMPARED:
        rows = np.sort(np.random.default_rng(results.request.seed).choice(rows, MOST_COMPARED, replace=False))
    labels = results.labels[rows]
    parts = []
    for where, block in unit_blocks(results):
        inside = rows[(rows >= where.start) & (rows < where.stop)]
        parts.append(block[inside - where.start])
    units = np.concatenate(parts)
    counts = np.zeros((2, HISTOGRAM_BINS), dtype=np.int64)
    for part in chunks(np.arange(len(rows))):
        counts += _counted(units[part] @ units.T, labels[part], labels, part[:, None] < np.arange(len(rows)))
    return counts, len(rows)


def _counted(
    c: NDArray[np.float32],
    row_labels: NDArray[np.int64],
    column_labels: NDArray[np.int64],
    is_pair: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """(2, HISTOGRAM_BINS) int64 of those that are a pair of two classes, and of one."""
    bins = ((c + 1) * (HISTOGRAM_BINS / 2)).astype(np.int32).clip(0, HISTOGRAM_BINS - 1)
    bins += HISTOGRAM_BINS * (row_labels[:, None] == column_labels)
    counts = np.bincount(bins[is_pair], minlength=2 * HISTOGRAM_BINS)
    return counts.reshape(2, HISTOGRAM_BINS)
