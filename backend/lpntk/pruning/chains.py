"""Who stands for a sample at last, where who stood for it first goes, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def followed(
    leads: NDArray[np.int64], rows: NDArray[np.int64], stays: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """(n,) int64: for each row the first one that stays on the way from it; -1 where there is none.

    Parameters
    ----------
    leads
        (N,): the next row on the way from each, -1 where that ends; without circles.
    rows
        (n,).
    stays
        (N,) bool.
    """
    found = leads[rows]
    while (moving := (found >= 0) & ~stays[found]).any():
        found[moving] = leads[found[moving]]
    return found
