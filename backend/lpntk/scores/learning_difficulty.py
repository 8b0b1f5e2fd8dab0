"""How hard a sample is to learn: the area under its loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score
from lpntk.scores.loss import log_of


def learning_difficulty(known: Known) -> NDArray[Any]:
    """(n,) float64: the loss summed over the epochs (Guo et al. 2024), which grows with their number."""
    return -log_of(known.epoch_label_probability).sum(axis=0, dtype=np.float64)


LEARNING_DIFFICULTY = Score(
    name="learning_difficulty",
    title="Learning difficulty",
    help="The cross-entropy summed over the epochs, the paper's measure of how hard a sample is.",
    of=learning_difficulty,
    needs=("epoch_label_probability",),
    group=Group.TRAINING,
    unit="nats",
    suspicious="high",
)
