"""The summary of a sketch: of all pairs where they are few, of searches and seeded partners where not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import HISTOGRAM_BINS, KernelSummary, Neighbours, Progress, silent
from lpntk.kernels.exact.schedule import MAX_BLOCK
from lpntk.kernels.features.sums import inner_products, squared_lengths
from lpntk.kernels.sketch.matrix import SketchMatrix
from lpntk.kernels.sketch.search import RowSearch, ScaledRows
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.kernels.summary.summariser import SELF_MAX_TOLERANCE, Summariser, count_in_bins

# Samples with which each is compared to see how its similarities are spread and which are nearest to zero.
PARTNERS = 8192
# How many times narrower rows are searched. Measured on MNIST with LeNet at W = 4096 and 30 neighbours, that
# finds 99.9 % of the most similar, and 97 % of the most contradictory, whose similarities
# differ by less than the sketch's own error.
FOLDS, FOLDS_CONTRADICTORY = 4, 2


def summarise_sketch(
    sketch: NDArray[np.float32],
    labels: NDArray[np.int64],
    num_classes: int,
    neighbours: int,
    *,
    seed: int = 0,
    excluded: ArrayLike = (),
    partners: int = PARTNERS,
    progress: Progress = silent,
) -> KernelSummary:
    """The summary of the kernel that a sketch stands for, in about as much memory again.

    Up to `partners` others of each sample, everything is over all pairs. Past that, self-kernels and class
    means still are, by linear algebra. Interchangeable and contradictory neighbours and the largest other
    kappa come from searches over all samples; the histogram and the unrelated neighbours from `partners`
    seeded samples, the same for all, so that a histogram counts that many others (one less for a partner).

    Parameters
    ----------
    sketch
        (N, W) float32, zero where a sample is left out.
    labels
        (N,) int64 in 0 .. K-1.
    num_classes
        K.
    neighbours
        How many neighbours of each relation to keep; as many as there are others where those are fewer.
    seed
        Which partners.
    excluded
        Rows without a finite gradient: their c is 0, and they do not count for any other sample.
    partners
        M, above.
    progress
        Counts tiles, or samples once for each of the passes.
    """
    left_out = np.asarray(excluded, dtype=np.int64)
    matrix = SketchMatrix(sketch)
    self_kernel = matrix.diagonal()
    rows = np.setdiff1d(np.arange(len(sketch)), left_out)
    if len(rows) <= partners + 1:
        summariser = Summariser(self_kernel, labels, num_classes, neighbours, left_out)
        _over_all_pairs(matrix, summariser, progress)
        return summariser.finish()
    kept = min(neighbours, len(rows) - 1, partners - 1)
    passes = _Passes(progress, 4, len(sketch))
    units = ScaledRows(sketch, _inverse_or_zero(np.sqrt(self_kernel)))
    whole = ScaledRows(sketch, np.ones_like(self_kernel))
    # One search at a time, since each holds a folded copy of the sketch.
    largest = _extremes(RowSearch(whole, rows, folds=FOLDS), 1, 1, passes(0)).similarity[:, 0]
    interchangeable = _extremes(RowSearch(units, rows, folds=FOLDS), 1, kept, passes(1))
    contradictory = _extremes(RowSearch(units, rows, folds=FOLDS_CONTRADICTORY), -1, kept, passes(2))
    chosen = np.sort(np.random.default_rng(seed).permutation(rows)[:partners])
    unrelated, histogram = _against_partners(units, chosen, kept, passes(3))
    one_hot = np.zeros((len(sketch), num_classes))
    one_hot[rows, labels[rows]] = 1
    return KernelSummary(
        self_kernel=self_kernel,
        interchangeable=_as_cosines(interchangeable),
        unrelated=unrelated,
        contradictory=_as_cosines(contradictory),
        histogram=histogram,
        class_means=_class_means(units, one_hot),
        self_max=self_kernel * np.float32(1 + SELF_MAX_TOLERANCE) >= largest,
    )


@dataclass(frozen=True)
class _Passes:
    """One progress for several passes over the same samples."""

    progress: Progress
    count: int
    size: int

    def __call__(self, number: int) -> Progress:
        """That of one pass."""
        return lambda done, total: self.progress(number * self.size + done, self.count * self.size)


def _inverse_or_zero(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.divide(1, values, out=np.zeros_like(values), where=values > 0)


def _over_all_pairs(matrix: SketchMatrix, summariser: Summariser, progress: Progress) -> None:
    """Give a summariser all tiles of the upper triangle."""
    blocks = _chunks(len(matrix))
    pairs = [(mine, theirs) for at, mine in enumerate(blocks) for theirs in blocks[at:]]
    for number, (mine, theirs) in enumerate(pairs, start=1):
        kappa = torch.from_numpy(matrix.block(np.arange(*mine), np.arange(*theirs)))
        summariser.update(DeviceTile(range(*mine), range(*theirs), kappa))
        progress(number, len(pairs))


def _chunks(size: int) -> list[tuple[int, int]]:
    return list(pairwise([*range(0, size, MAX_BLOCK), size]))


def _extremes(search: RowSearch, sign: int, kept: int, progress: Progress) -> Neighbours:
    """The others of each sample whose products with it, times `sign`, are the largest."""
    rows = np.empty((len(search), kept), dtype=np.int64)
    products = np.empty((len(search), kept), dtype=np.float32)
    for start, stop in _chunks(len(search)):
        rows[start:stop], products[start:stop] = search.others(np.arange(start, stop), sign, kept)
        progress(stop, len(search))
    return Neighbours(rows, products)


def _as_cosines(neighbours: Neighbours) -> Neighbours:
    """Without what rounding put outside of [-1, 1]."""
    return Neighbours(neighbours.rows, neighbours.similarity.clip(-1, 1))


def _against_partners(
    units: ScaledRows, partners: NDArray[np.int64], kept: int, progress: Progress
) -> tuple[Neighbours, NDArray[np.int64]]:
    """Of some samples the least related to each, and how the similarities to them are spread."""
    theirs = torch.from_numpy(units.take(partners))
    rows = np.empty((len(units), kept), dtype=np.int64)
    similarity = np.empty((len(units), kept), dtype=np.float32)
    histogram = np.empty((len(units), HISTOGRAM_BINS), dtype=np.int64)
    for start, stop in _chunks(len(units)):
        c = inner_products(torch.from_numpy(units.take(slice(start, stop))), theirs).clamp_(-1, 1)
        c[torch.from_numpy(np.arange(start, stop)[:, None] == partners)] = torch.nan
        # A distance that is NaN counts as larger than any other.
        least = c.abs().topk(kept, dim=1, largest=False).indices
        rows[start:stop] = partners[least.numpy()]
        similarity[start:stop] = c.gather(1, least).numpy()
        histogram[start:stop] = count_in_bins(c, own=False).numpy()
        progress(stop, len(units))
    return Neighbours(rows, similarity), histogram


def _class_means(units: ScaledRows, one_hot: NDArray[np.float64]) -> NDArray[np.float32]:
    """(N, K) float32: the mean c to the other samples of each class; NaN where a class has no other.

    The sum of c(i, j) = u_i . u_j over the others j of a class is u_i . (the sum of the class's u, less u_i
    where it is one of them).
    """
    sums = np.zeros((one_hot.shape[1], units.width))
    for start, stop in _chunks(len(units)):
        sums += one_hot[start:stop].T @ units.take(slice(start, stop))
    means = np.full(one_hot.shape, np.nan, dtype=np.float32)
    for start, stop in _chunks(len(units)):
        mine = units.take(slice(start, stop))
        own = one_hot[start:stop] * squared_lengths(torch.from_numpy(mine)).numpy()[:, None]
        others = one_hot.sum(axis=0) - one_hot[start:stop]
        np.divide(mine @ sums.T - own, others, out=means[start:stop], where=others > 0, casting="same_kind")
    return means
