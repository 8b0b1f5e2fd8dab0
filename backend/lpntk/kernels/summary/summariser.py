"""Per-sample summaries, streamed from the tiles of the upper triangle."""

from __future__ import annotations

from typing import Self

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lpntk.domain import HISTOGRAM_BINS, RULES, KernelSummary, Relation, Tile
from lpntk.kernels.summary.nearest import Nearest

# A sample and its exact copy have equal kappa, computed by different sums: so much may rounding take from it.
SELF_MAX_TOLERANCE = 1e-5


def cosine(kappa: Tensor, row_norms: Tensor, column_norms: Tensor) -> Tensor:
    """`lpntk.domain.cosine` of tiles: (n, m) float32, the same bits for (i, j) as for (j, i).

    Parameters
    ----------
    kappa
        (n, m) float32.
    row_norms, column_norms
        (n,) and (m,) float32: the square roots of kappa(i, i).
    """
    norms = row_norms[:, None] * column_norms[None, :]
    return torch.where(norms > 0, kappa / norms, 0.0).clamp_(-1, 1)


class Summariser:
    """Collects a `KernelSummary` from tiles.

    Each sample's own column is left out of everything. c is 0 where one of the two samples has no gradient.
    Among neighbours with equal c the lower row comes first, so that the result does not depend on how the
    matrix is cut (class means may differ in their last digits).

    Parameters
    ----------
    diagonal
        (N,) float32: kappa(i, i), from `KernelEngine.diagonal`.
    labels
        (N,) int64 in 0 .. K-1.
    num_classes
        K.
    neighbours
        How many neighbours of each relation to keep; as many as there are others where those are fewer.
    excluded
        Rows without a finite gradient: their c is 0, and they do not count for any other sample.
    """

    def __init__(
        self,
        diagonal: NDArray[np.float32],
        labels: NDArray[np.int64],
        num_classes: int,
        neighbours: int,
        excluded: ArrayLike = (),
    ) -> None:
        size = len(diagonal)
        self._counts = torch.ones(size, dtype=torch.bool)
        self._counts[torch.from_numpy(np.asarray(excluded, dtype=np.int64))] = False
        self._diagonal = diagonal.astype(np.float32, copy=True)
        self._norms = torch.from_numpy(np.sqrt(self._diagonal))
        self._labels = torch.from_numpy(labels.astype(np.int64))
        self._one_hot = torch.zeros(size, num_classes, dtype=torch.float64)
        self._one_hot[torch.arange(size), self._labels] = self._counts.double()
        kept = max(0, min(neighbours, int(self._counts.sum()) - 1))
        self._nearest = {relation: Nearest(size, kept, rule.strength) for relation, rule in RULES.items()}
        self._histogram = torch.zeros(size, HISTOGRAM_BINS, dtype=torch.int32)
        self._class_sums = torch.zeros(size, num_classes, dtype=torch.float64)
        self._largest_other = torch.full((size,), -torch.inf, dtype=torch.float32)

    def update(self, tile: Tile) -> None:
        """Take in a tile on or above the diagonal, and with it its mirror image below."""
        rows = slice(tile.row_start, tile.row_stop)
        columns = slice(tile.column_start, tile.column_stop)
        kappa = torch.from_numpy(tile.values)
        c = cosine(kappa, self._norms[rows], self._norms[columns])
        if tile.row_start == tile.column_start:
            self._take(rows, columns, kappa, c, own=True)
        else:
            self._take(rows, columns, kappa, c, own=False)
            self._take(columns, rows, kappa.T, c.T.contiguous(), own=False)

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Copies of the arrays from which `restore` goes on, to the bit."""
        arrays: dict[str, Tensor] = {
            "histogram": self._histogram,
            "class_sums": self._class_sums,
            "largest_other": self._largest_other,
        }
        for relation, nearest in self._nearest.items():
            arrays[f"{relation}_similarity"] = nearest.similarity
            arrays[f"{relation}_rows"] = nearest.rows
        return {name: array.numpy().copy() for name, array in arrays.items()}

    @classmethod
    def restore(
        cls,
        diagonal: NDArray[np.float32],
        labels: NDArray[np.int64],
        num_classes: int,
        neighbours: int,
        state: dict[str, NDArray[np.generic]],
        excluded: ArrayLike = (),
    ) -> Self:
        """A summariser that goes on where `state` was taken; the other arguments as at the start."""
        self = cls(diagonal, labels, num_classes, neighbours, excluded)
        self._histogram.copy_(torch.from_numpy(state["histogram"]))
        self._class_sums.copy_(torch.from_numpy(state["class_sums"]))
        self._largest_other.copy_(torch.from_numpy(state["largest_other"]))
        for relation, nearest in self._nearest.items():
            nearest.similarity.copy_(torch.from_numpy(state[f"{relation}_similarity"]))
            nearest.rows.copy_(torch.from_numpy(state[f"{relation}_rows"]))
        return self

    @classmethod
    def extend(
        cls,
        summary: KernelSummary,
        diagonal: NDArray[np.float32],
        labels: NDArray[np.int64],
        neighbours: int,
        excluded: ArrayLike = (),
    ) -> Self:
        """A summariser that knows all about the first samples and nothing of those that came after them.

        Parameters
        ----------
        summary
            That of the first n of the N samples, with at least as many neighbours as are to be kept, or all.
        diagonal, labels, neighbours, excluded
            As at the start, of all N.
        """
        size, num_classes = summary.class_means.shape
        self = cls(diagonal, labels, num_classes, neighbours, excluded)
        for relation, nearest in self._nearest.items():
            nearest.prefill(summary.neighbours(relation))
        self._histogram[:size] = torch.tensor(summary.histogram).int()
        others = self._one_hot[:size].sum(dim=0) - self._one_hot[:size]
        self._class_sums[:size] = torch.tensor(summary.class_means).double().nan_to_num_(0) * others
        # Whether one was larger is all that is known, and all that is asked.
        self._largest_other[:size].masked_fill_(~torch.tensor(summary.self_max), torch.inf)
        return self

    def finish(self) -> KernelSummary:
        """The summary, once all tiles of the upper triangle were taken in."""
        others = self._one_hot.sum(dim=0) - self._one_hot
        means = torch.where(others > 0, self._class_sums / others, torch.nan)
        self_max = torch.from_numpy(self._diagonal) * (1 + SELF_MAX_TOLERANCE) >= self._largest_other
        return KernelSummary(
            self_kernel=self._diagonal.copy(),
            interchangeable=self._nearest[Relation.INTERCHANGEABLE].finish(),
            unrelated=self._nearest[Relation.UNRELATED].finish(),
            contradictory=self._nearest[Relation.CONTRADICTORY].finish(),
            histogram=self._histogram.numpy().astype(np.int64),
            class_means=means.float().numpy(),
            self_max=self_max.numpy(),
        )

    def _take(self, rows: slice, columns: slice, kappa: Tensor, c: Tensor, *, own: bool) -> None:
        """Add the columns to what is known of the rows; `own` where they are the same samples."""
        counts = self._counts[columns]
        among = c if counts.all() else c.masked_fill(~counts, torch.nan)
        for nearest in self._nearest.values():
            nearest.update(rows.start, columns.start, among, skip_diagonal=own)
        self._histogram[rows] += count_in_bins(among, own)
        sums = c.double() @ self._one_hot[columns]
        if own:
            sums -= self._one_hot[columns] * c.diagonal()[:, None]
            kappa = kappa.clone().fill_diagonal_(-torch.inf)
        self._class_sums[rows] += sums
        self._largest_other[rows] = torch.maximum(self._largest_other[rows], kappa.amax(dim=1))


def count_in_bins(c: Tensor, own: bool) -> Tensor:
    """(n, HISTOGRAM_BINS) int32: how many of each row's c lie in each of equal bins over [-1, 1].

    A c of NaN lies in none.
    """
    width = HISTOGRAM_BINS + 1
    bins = ((c + 1) * (HISTOGRAM_BINS / 2)).long().clamp_(max=HISTOGRAM_BINS - 1)
    if c.isnan().any():
        bins.masked_fill_(c.isnan(), HISTOGRAM_BINS)
    if own:
        bins.fill_diagonal_(HISTOGRAM_BINS)
    bins += torch.arange(len(c))[:, None] * width
    return torch.bincount(bins.flatten(), minlength=len(c) * width).view(-1, width)[:, :-1].int()


def summary_bytes(size: int, num_classes: int, neighbours: int) -> int:
    """What a summariser of N samples takes in memory, roughly, while a copy of its state is being written."""
    per_sample = len(RULES) * neighbours * 8 + HISTOGRAM_BINS * 4 + num_classes * 16 + 24
    return 2 * size * per_sample
