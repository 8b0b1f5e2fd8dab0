"""Per-sample summaries, streamed from the tiles of the upper triangle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lpntk.domain import HISTOGRAM_BINS, RULES, KernelSummary, Relation
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.kernels.summary.nearest import Nearest

State = dict[str, NDArray[np.generic]]

# A sample and its exact copy have equal kappa, computed by different sums: so much may rounding take from it.
SELF_MAX_TOLERANCE = 1e-5
# Similarities are added as whole multiples of this, which is exact: a sum is the same in whatever order, on
# whatever device. Of a float32 larger than 2^-16 in size nothing is lost.
UNIT = 2.0**-40
# So many units of at most 1 are still exact in a float64.
MOST_COLUMNS = 1 << 13


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
    """Collects a `KernelSummary` from tiles, on the device where they are.

    Each sample's own column is left out of everything. c is 0 where one of the two samples has no gradient.
    Among neighbours with equal c the lower row comes first, and sums are exact, so that the result depends
    neither on how the matrix is cut nor on the order of the tiles.

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
    device
        Where the tiles are.
    """

    def __init__(
        self,
        diagonal: NDArray[np.float32],
        labels: NDArray[np.int64],
        num_classes: int,
        neighbours: int,
        excluded: ArrayLike = (),
        device: torch.device | None = None,
    ) -> None:
        size = len(diagonal)
        counts = torch.ones(size, dtype=torch.bool)
        counts[torch.from_numpy(np.asarray(excluded, dtype=np.int64))] = False
        one_hot = torch.zeros(size, num_classes, dtype=torch.float64)
        one_hot[torch.arange(size), torch.from_numpy(labels.astype(np.int64))] = counts.double()
        self._counts, self._one_hot = counts.to(device), one_hot.to(device)
        self._takes_all = bool(counts.all())
        self._diagonal = diagonal.astype(np.float32, copy=True)
        self._norms = torch.from_numpy(np.sqrt(self._diagonal)).to(device)
        kept = max(0, min(neighbours, int(counts.sum()) - 1))
        self._nearest = {
            relation: Nearest(size, kept, rule.strength, device) for relation, rule in RULES.items()
        }
        self._histogram = torch.zeros(size, HISTOGRAM_BINS, dtype=torch.int32, device=device)
        self._class_sums = torch.zeros(size, num_classes, dtype=torch.int64, device=device)
        self._largest_other = torch.full((size,), -torch.inf, dtype=torch.float32, device=device)
        self._changed = np.ones(size, dtype=bool)

    def update(self, tile: DeviceTile) -> None:
        """Take in a tile on or above the diagonal, and with it its mirror image below."""
        rows, columns = _slice(tile.rows), _slice(tile.columns)
        kappa = tile.values
        c = cosine(kappa, self._norms[rows], self._norms[columns])
        if tile.rows == tile.columns:
            self._take(rows, columns, kappa, c, own=True)
        else:
            self._take(rows, columns, kappa, c, own=False)
            self._take(columns, rows, kappa.T, c.T.contiguous(), own=False)
        self._changed[rows] = self._changed[columns] = True

    def changed(self, start: int, stop: int) -> bool:
        """Whether anything of these rows is new since their state was taken, or was never taken."""
        return bool(self._changed[start:stop].any())

    def state(self, start: int = 0, stop: int | None = None) -> State:
        """Copies of the arrays of some rows: `restore` goes on from them to the bit, `merge` adds them."""
        self._changed[start:stop] = False
        return {name: a[start:stop].cpu().numpy().copy() for name, a in self._arrays().items()}

    def restore(self, state: Mapping[str, NDArray[Any]], start: int = 0) -> None:
        """Put what `state` gave in place of what there is of the rows from `start` on."""
        arrays = self._arrays()
        for name, values in state.items():
            arrays[name][start : start + len(values)] = torch.from_numpy(values).to(arrays[name].device)
        self._changed[start : start + len(state["histogram"])] = False

    def merge(self, state: Mapping[str, NDArray[Any]], start: int = 0) -> None:
        """Add what another has found of the rows from `start` on, among pairs that were not seen here."""
        part = {name: torch.from_numpy(values) for name, values in state.items()}
        rows = slice(start, start + len(part["histogram"]))
        self._histogram[rows] += part["histogram"].to(self._histogram.device)
        self._class_sums[rows] += part["class_sums"].to(self._class_sums.device)
        larger = part["largest_other"].to(self._largest_other.device)
        self._largest_other[rows] = torch.maximum(self._largest_other[rows], larger)
        for relation, nearest in self._nearest.items():
            nearest.merge(start, part[f"{relation}_similarity"], part[f"{relation}_rows"])
        self._changed[rows] = True

    def extend(self, summary: KernelSummary) -> None:
        """Take over all that is known among the first samples; before any tile.

        Parameters
        ----------
        summary
            That of the first n of the N samples, with at least as many neighbours as are to be kept, or all.
        """
        size = len(summary.class_means)
        for relation, nearest in self._nearest.items():
            nearest.prefill(summary.neighbours(relation))
        self._histogram[:size] = torch.tensor(summary.histogram).to(self._histogram)
        others = self._one_hot[:size].sum(dim=0) - self._one_hot[:size]
        sums = torch.tensor(summary.class_means).to(others).nan_to_num_(0) * others
        self._class_sums[:size] = _in_units(sums).long()
        # Whether one was larger is all that is known, and all that is asked.
        larger = ~torch.tensor(summary.self_max, device=self._largest_other.device)
        self._largest_other[:size].masked_fill_(larger, torch.inf)

    def finish(self) -> KernelSummary:
        """The summary, once all tiles of the upper triangle were taken in."""
        others = self._one_hot.sum(dim=0) - self._one_hot
        means = torch.where(others > 0, self._class_sums.double() * UNIT / others, torch.nan)
        largest = self._largest_other.cpu()
        self_max = torch.from_numpy(self._diagonal) * (1 + SELF_MAX_TOLERANCE) >= largest
        return KernelSummary(
            self_kernel=self._diagonal.copy(),
            interchangeable=self._nearest[Relation.INTERCHANGEABLE].finish(),
            unrelated=self._nearest[Relation.UNRELATED].finish(),
            contradictory=self._nearest[Relation.CONTRADICTORY].finish(),
            histogram=self._histogram.cpu().numpy().astype(np.int64),
            class_means=means.float().cpu().numpy(),
            self_max=self_max.numpy(),
        )

    def _arrays(self) -> dict[str, Tensor]:
        """All that is collected: a row a sample."""
        arrays = {
            "histogram": self._histogram,
            "class_sums": self._class_sums,
            "largest_other": self._largest_other,
        }
        for relation, nearest in self._nearest.items():
            arrays[f"{relation}_similarity"] = nearest.similarity
            arrays[f"{relation}_rows"] = nearest.rows
        return arrays

    def _take(self, rows: slice, columns: slice, kappa: Tensor, c: Tensor, *, own: bool) -> None:
        """Add the columns to what is known of the rows; `own` where they are the same samples."""
        among = c if self._takes_all else c.masked_fill(~self._counts[columns], torch.nan)
        for nearest in self._nearest.values():
            nearest.update(rows.start, columns.start, among, skip_diagonal=own)
        self._histogram[rows] += count_in_bins(among, own)
        self._class_sums[rows] += self._sums(columns, c, own)
        if own:
            kappa = kappa.clone().fill_diagonal_(-torch.inf)
        self._largest_other[rows] = torch.maximum(self._largest_other[rows], kappa.amax(dim=1))

    def _sums(self, columns: slice, c: Tensor, own: bool) -> Tensor:
        """(n, K) int64: in units, each row's sum of c to the columns of each class."""
        assert c.shape[1] <= MOST_COLUMNS
        units = _in_units(c.double())
        if own:
            units.fill_diagonal_(0)
        return (units @ self._one_hot[columns]).long()


def _slice(rows: range) -> slice:
    return slice(rows.start, rows.stop)


def _in_units(values: Tensor) -> Tensor:
    """float64, whole numbers."""
    return values.div(UNIT).round_()


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
    bins += torch.arange(len(c), device=c.device)[:, None] * width
    return torch.bincount(bins.flatten(), minlength=len(c) * width).view(-1, width)[:, :-1].int()


def summary_bytes(size: int, num_classes: int, neighbours: int) -> int:
    """What a summariser of N samples takes in memory, roughly, while a copy of its state is being written."""
    per_sample = len(RULES) * neighbours * 8 + HISTOGRAM_BINS * 4 + num_classes * 16 + 24
    return 2 * size * per_sample
