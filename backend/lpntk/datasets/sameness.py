"""Whether there is anything to tell the inputs of a data set apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.images import Pixels


class SamePictures:
    """Looks at images block by block."""

    def __init__(self) -> None:
        self._first: Pixels | None = None
        self._all_equal = self._all_plain = True

    def look(self, block: Pixels) -> None:
        """Take in (n, H, W, C) images."""
        if self._first is None:
            self._first = block[0].copy()
        self._all_equal = self._all_equal and bool((block == self._first).all())
        self._all_plain = self._all_plain and bool((block == block[:, :1, :1]).all())

    def note(self) -> str | None:
        """What a person should know of it; None where images differ and have something on them."""
        if self._all_equal:
            plain = " of one colour" if self._all_plain else ""
            return f"All images are the same picture{plain}: check the files, since nothing can be learnt."
        if self._all_plain:
            return "Every image is of one colour: check the files, since there is nothing on them."
        return None


class SameTexts:
    """Looks at texts block by block."""

    def __init__(self) -> None:
        self._different: set[str] = set()
        self._empty = 0

    def look(self, block: NDArray[Any]) -> None:
        """Take in (n,) texts."""
        self._empty += sum(not text.strip() for text in block.tolist())
        if len(self._different) < 2:
            self._different.update(block.tolist())

    def note(self) -> str | None:
        """That there is nothing to learn from, or less than there should be."""
        if len(self._different) < 2:
            return "All texts are the same: check the column, since nothing can be learnt."
        if self._empty:
            return f"{self._empty:,} {'text is' if self._empty == 1 else 'texts are'} empty."
        return None


class SameRows:
    """Looks at rows of a table block by block."""

    def __init__(self) -> None:
        self._first: NDArray[np.float64] | None = None
        self._all_equal, self._missing = True, 0

    def look(self, block: NDArray[Any]) -> None:
        """Take in (n, C) rows."""
        if self._first is None:
            self._first = block[0].copy()
        self._all_equal = self._all_equal and np.array_equal(
            block, np.broadcast_to(self._first, block.shape), equal_nan=True
        )
        self._missing += int(np.isnan(block).any(axis=1).sum())

    def note(self) -> str | None:
        """That there is nothing to learn from, or less than there should be."""
        if self._all_equal:
            return "All rows are the same: check the columns, since nothing can be learnt."
        if self._missing:
            rows = "row lacks" if self._missing == 1 else "rows lack"
            return (
                f"{self._missing:,} {rows} a value: a missing number counts as the column's mean, a missing "
                "category as none."
            )
        return None
