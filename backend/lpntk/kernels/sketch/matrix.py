"""The kernel that a sketch stands for, by parts."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lpntk.kernels.features.sums import inner_products, squared_lengths

# Rows that are copied at a time to be multiplied.
STEP = 1024


class SketchMatrix:
    """A `KernelMatrix` whose values are dot products of sketches.

    Parameters
    ----------
    sketch
        (N, W) float32.
    """

    def __init__(self, sketch: NDArray[np.float32]) -> None:
        self._sketch = torch.from_numpy(sketch)

    def __len__(self) -> int:
        return len(self._sketch)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given rows and columns, approximately."""
        out = torch.empty(len(rows), len(columns), dtype=torch.float32)
        for top in range(0, len(rows), STEP):
            mine = self._take(rows[top : top + STEP])
            for left in range(0, len(columns), STEP):
                theirs = self._take(columns[left : left + STEP])
                out[top : top + STEP, left : left + STEP] = inner_products(mine, theirs)
        return out.numpy()

    def diagonal(self) -> NDArray[np.float32]:
        """(N,) float32: kappa of each row with itself, approximately."""
        return squared_lengths(self._sketch).float().numpy()

    def _take(self, rows: NDArray[np.int64]) -> Tensor:
        """Some sketches; without a copy where they lie side by side."""
        start, stop = int(rows[0]), int(rows[-1]) + 1
        if stop - start == len(rows) and np.array_equal(rows, np.arange(start, stop)):
            return self._sketch[start:stop]
        return self._sketch[torch.from_numpy(rows)]
