"""Images of more than eight bits a pixel: which of their bits are in use, and those as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

_BYTE = 8


@dataclass(frozen=True)
class ValueRange:
    """The values of a whole data set, of which the upper eight bits that are in use are kept.

    So images of 16 bits that hold 0 .. 255 stay as they are, 12 bits lose their lower four, and all images of
    a data set are treated alike.

    Attributes
    ----------
    lowest
        What is taken off every value.
    bits
        How many bits the values have then, at least 8.
    """

    lowest: int
    bits: int

    @classmethod
    def of(cls, low: int, high: int) -> Self:
        """The range that holds the values from `low` to `high`.

        It begins at 0, unless values are negative or a later beginning leaves room for another bit.
        """
        bits = (high - low).bit_length()
        lowest = low if low < 0 or bits < high.bit_length() else 0
        return cls(lowest, max((high - lowest).bit_length(), _BYTE))

    @property
    def highest(self) -> int:
        """The largest value that it can hold."""
        return self.lowest + (1 << self.bits) - 1

    def __contains__(self, values: tuple[int, int]) -> bool:
        return self.lowest <= values[0] and values[1] <= self.highest

    def to_bytes(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """(H, W) integers of up to 32 bits, all within the range, as (H, W) uint8."""
        # Differences of 32-bit integers need no more than 32 bits, since unsigned numbers wrap around.
        shifted = values.astype(np.int32).view(np.uint32)
        shifted -= np.uint32(self.lowest % (1 << 32))
        shifted >>= self.bits - _BYTE
        return shifted.astype(np.uint8)
