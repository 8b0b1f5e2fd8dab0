"""Difficulty times uncertainty in sliding windows of epochs (DUAL, Cho et al. 2025)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score

WINDOW = 10


def dual(known: Known) -> NDArray[Any]:
    """(n,) float64: (1 - mean) x standard deviation of the probability of the label, averaged over windows.

    A window is ten epochs, one after the other, or all where there are fewer; the deviation is that of a
    sample of them (divided by one less than their number).
    """
    p = known.epoch_label_probability.astype(np.float64)
    size = min(WINDOW, len(p))
    windows = (p[start : start + size] for start in range(len(p) - size + 1))
    parts = [(1 - window.mean(axis=0)) * window.std(axis=0, ddof=1) for window in windows]
    return np.mean(parts, axis=0)


DUAL = Score(
    name="dual",
    title="DUAL",
    help="Difficulty times how much its label's probability moves within ten epochs (Cho et al. 2025).",
    of=dual,
    needs=("epoch_label_probability",),
    group=Group.TRAINING,
)
