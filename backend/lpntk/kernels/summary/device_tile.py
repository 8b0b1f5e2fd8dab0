"""A tile where it was computed, and on its way to the processor's memory."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lpntk.domain import Tile
from lpntk.kernels.passes.transfer import Download


@dataclass(frozen=True, eq=False)
class DeviceTile:
    """A block of a kernel matrix, on or above the diagonal, on the device that computed it.

    Attributes
    ----------
    rows, columns
        Which rows and columns.
    values
        (len(rows), len(columns)) float32: kappa. A tile on the diagonal is symmetric to the bit.
    """

    rows: range
    columns: range
    values: Tensor

    @classmethod
    def of(cls, tile: Tile) -> DeviceTile:
        """A tile in the processor's memory, without a copy."""
        rows = range(tile.row_start, tile.row_stop)
        columns = range(tile.column_start, tile.column_stop)
        return cls(rows, columns, torch.from_numpy(tile.values))

    def download(self) -> ComingTile:
        """The tile in the processor's memory, where it will be soon."""
        return ComingTile(self.rows, self.columns, Download(self.values))


@dataclass(frozen=True, eq=False)
class ComingTile:
    """A tile that is on its way to the processor's memory."""

    rows: range
    columns: range
    values: Download

    @property
    def nbytes(self) -> int:
        """How much memory it takes there."""
        return self.values.nbytes

    def result(self) -> Tile:
        """The tile, once it is there."""
        return Tile(
            self.rows.start, self.rows.stop, self.columns.start, self.columns.stop, self.values.result()
        )
