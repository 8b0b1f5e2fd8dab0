"""The kernel among some samples, by parts, from features that are in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain import Progress, silent
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.exact.schedule import FEATURE_SHARE, MAX_BLOCK
from lpntk.kernels.features.features import FeatureLayout, Features
from lpntk.kernels.features.products import products
from lpntk.kernels.passes.modes import exact_arithmetic


class FeatureMatrix:
    """A `KernelMatrix` over features: position p stands for rows[p].

    As many features as the budget allows stay in memory; the others are computed again whenever they are
    asked for.

    Parameters
    ----------
    source
        Where features come from.
    rows
        (n,) int64: which samples.
    layout
        How they are laid out.
    memory_budget
        Bytes.
    progress
        Told how many of the rows are there.
    """

    def __init__(
        self,
        source: FeatureSource,
        rows: NDArray[np.int64],
        layout: FeatureLayout,
        memory_budget: int,
        progress: Progress = silent,
    ) -> None:
        self._source, self._rows = source, rows
        fitting = int(memory_budget * FEATURE_SHARE) // (layout.numbers * FLOAT_BYTES)
        self._step = max(1, min(MAX_BLOCK, fitting // 2))
        held = len(rows) if len(rows) <= fitting else max(0, fitting - 2 * self._step)
        self._held: Features | None = None
        if held:
            self._held = source.compute(rows[:held].tolist(), lambda count: progress(count, len(rows)))

    def __len__(self) -> int:
        return len(self._rows)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given positions."""
        values = np.empty((len(rows), len(columns)), dtype=np.float32)
        for top in range(0, len(rows), self._step):
            mine = self._take(rows[top : top + self._step])
            for at, theirs in self._parts(columns):
                with exact_arithmetic(mine.device):
                    values[top : top + self._step, at] = products(mine, theirs).numpy(force=True)
        return values

    def _parts(self, columns: NDArray[np.int64]) -> Iterator[tuple[slice, Features]]:
        """The features of the columns, at once where they lie side by side in memory."""
        if (held := self._side_by_side(columns)) is not None:
            yield slice(None), held
            return
        for start in range(0, len(columns), self._step):
            part = columns[start : start + self._step]
            yield slice(start, start + len(part)), self._take(part)

    def _take(self, positions: NDArray[np.int64]) -> Features:
        if (held := self._side_by_side(positions)) is not None:
            return held
        if self._held is not None and (positions < len(self._held)).all():
            return self._held.select(torch.from_numpy(positions).to(self._held.device))
        return self._source.compute(self._rows[positions].tolist())

    def _side_by_side(self, positions: NDArray[np.int64]) -> Features | None:
        """A view of features in memory; None where positions are not in a row, or not all in memory."""
        if self._held is None or len(positions) == 0:
            return None
        start, stop = int(positions[0]), int(positions[-1]) + 1
        in_a_row = np.array_equal(positions, np.arange(start, stop))
        return self._held.part(start, stop) if in_a_row and stop <= len(self._held) else None
