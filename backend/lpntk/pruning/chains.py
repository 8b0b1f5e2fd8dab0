"""Who stands for a sample at last, where who stood for it first goes, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material


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


def chained(
    leads: NDArray[np.int64],
    material: Material,
    rows: NDArray[np.int64],
    stays: NDArray[np.bool_],
    *,
    ending: str,
    alone: str,
) -> list[str]:
    """A reason for each row that goes: how it resembles the one that it leads to, which stays.

    Parameters
    ----------
    leads, rows, stays
        (N,), (n,) and (N,): as of `followed`.
    ending
        What follows on the name of that one.
    alone
        The reason where the way leads to none.
    """
    others = followed(leads, rows, stays)
    words = material.likeness(rows, np.where(others >= 0, others, rows))
    return [
        f"{word}{ending}" if other >= 0 else alone for word, other in zip(words, others.tolist(), strict=True)
    ]
