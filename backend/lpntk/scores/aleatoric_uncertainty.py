"""The uncertainty that is in the data (Seedat et al. 2022)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def aleatoric_uncertainty(known: Known) -> NDArray[Any]:
    """(n,) float64: the mean over the epochs of p (1 - p), where p is the probability of the label."""
    p = known.epoch_label_probability.astype(np.float64)
    return (p * (1 - p)).mean(axis=0)


ALEATORIC_UNCERTAINTY = Score(
    name="aleatoric_uncertainty",
    title="Aleatoric uncertainty",
    help="Mean of p (1 - p) over the epochs, p being its label's probability: high where it stays undecided.",
    of=aleatoric_uncertainty,
    needs=("epoch_label_probability",),
    group=Group.TRAINING,
    suspicious="high",
)
