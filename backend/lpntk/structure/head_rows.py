"""The rows of one class's kernel that farthest point clustering asks for, read several at a time.

One row of a kernel that is computed from features takes as long as the features take to come from memory; of
many rows at once it is the multiplications that count. Heads are found one after the other, but the samples
that are least like their heads now are those that become heads next.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import FLOAT_BYTES, DenseMatrix
from lpntk.domain.kernel import KernelMatrix

_FEWEST, _MOST = 4, 256
# How many of the first rows to be read are taken to be of use.
_EXPECTED = 32
_TILE = 512


class HeadRows:
    """Reads rows ahead of their use, and keeps those that are not used at once.

    Parameters
    ----------
    kernel
        Among the n samples of one class.
    wanted
        How many rows will be asked for, each once.
    memory
        Bytes for rows that are read ahead.
    tick
        Called before each read; may raise.
    """

    def __init__(self, kernel: KernelMatrix, *, wanted: int, memory: int, tick: Callable[[], None]) -> None:
        self._kernel, self._left, self._tick = kernel, wanted, tick
        self._everyone = np.arange(len(kernel))
        self._ahead: dict[int, NDArray[np.float32]] = {}
        self._fitting = max(1, memory // (FLOAT_BYTES * len(kernel)))
        # The whole, of which each pair is computed once, costs no more than half of its rows.
        self._most_wanted = 2 * wanted >= len(kernel)
        self._used = _EXPECTED
        self._whole: NDArray[np.float32] | None = None
        if isinstance(kernel, DenseMatrix):
            self._whole = kernel.values
        elif self._most_wanted and len(kernel) <= self._fitting:
            self._whole = self._read_whole()

    def first(self, head: int) -> NDArray[np.float32]:
        """(n,) float32: kappa between the first head and the class, of which nothing is known yet."""
        self._left -= 1
        if self._whole is not None:
            return self._whole[head]
        return self._kernel.block(self._everyone[[head]], self._everyone)[0]

    def take(self, head: int, similarity: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) float32: kappa between a later head and the class.

        Parameters
        ----------
        head
            Its position.
        similarity
            (n,) float32, of each sample to its own head: the lower, the sooner it is expected to be asked
            for; infinite where it never will be.
        """
        if self._whole is not None:
            return self._whole[head]
        if head not in self._ahead:
            self._read(head, similarity)
        self._left -= 1
        self._used += 1
        return self._ahead.pop(head)

    def _read(self, head: int, similarity: NDArray[np.float32]) -> None:
        at_once = self._at_once()
        while self._ahead and len(self._ahead) + at_once > self._fitting:
            del self._ahead[next(iter(self._ahead))]  # the oldest, which has been expected for longest
        expected = similarity.copy()
        expected[list(self._ahead)] = np.inf
        expected[head] = -np.inf
        positions = np.argpartition(expected, at_once - 1)[:at_once]
        positions = positions[expected[positions] < np.inf]
        self._tick()
        rows = self._kernel.block(positions, self._everyone)
        # A copy of each: a row that stays must not hold on to all that came with it.
        self._ahead.update((at, row.copy()) for at, row in zip(positions.tolist(), rows, strict=True))
        self._used = 0

    def _at_once(self) -> int:
        """How many rows to read: the more of the last were used, the more; so few are read in vain."""
        if self._most_wanted:
            return max(1, self._fitting // 2)
        return min(max(_FEWEST, min(2 * self._used, _MOST)), self._left, self._fitting)

    def _read_whole(self) -> NDArray[np.float32]:
        """(n, n) float32, of which each pair is computed once."""
        size = len(self._kernel)
        values = np.empty((size, size), dtype=np.float32)
        for start in range(0, size, _TILE):
            self._tick()
            rows = slice(start, start + _TILE)
            values[rows, start:] = self._kernel.block(self._everyone[rows], self._everyone[start:])
            values[start:, rows] = values[rows, start:].T
        return values
