"""Texts by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Inputs

_BLOCK = 256


class TextInputs:
    """Texts as a data set has them: each an array of no dimension."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, row: int, /) -> NDArray[Any]:
        return np.array(self._texts[row], object)


def blocks(inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
    """Runs of consecutive rows and their texts (n,), in order, a few hundred at a time."""
    for start in range(0, len(inputs), _BLOCK):
        rows = range(start, min(start + _BLOCK, len(inputs)))
        yield rows, np.array([inputs[row].item() for row in rows], object)
