"""Samples that are held out of training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARE = 0.1


def hold_out(labels: NDArray[np.int64], *, seed: int) -> NDArray[np.bool_]:
    """(N,) bool: a tenth of each class, rounded, chosen at random.

    A class of fewer than five samples gives none, so none may be held out at all.
    """
    generator = np.random.default_rng(seed)
    held_out = np.zeros(len(labels), np.bool_)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        held_out[generator.permutation(rows)[: int(SHARE * len(rows) + 0.5)]] = True
    return held_out
