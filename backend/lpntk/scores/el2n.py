"""The error L2 norm early in the training (Paul et al. 2021)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score

EARLY_EPOCHS = 10


def el2n(known: Known) -> NDArray[Any]:
    """(n,) float64: the L2 norm of softmax(z) - one-hot(y), the mean over the first ten epochs.

    Fewer where there were fewer. Paul et al. average over ten trainings instead; the first ten epochs of one
    are what Zheng et al. (2023) take.
    """
    return known.epoch_error[:EARLY_EPOCHS].mean(axis=0, dtype=np.float64)


EL2N = Score(
    name="el2n",
    title="EL2N",
    help="Length of softmax less one-hot, averaged over the first ten epochs: high for what is hard early.",
    of=el2n,
    needs=("epoch_error",),
    group=Group.TRAINING,
    suspicious="high",
)
