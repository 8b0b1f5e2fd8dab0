"""The cross-entropy, averaged over the epochs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score
from lpntk.scores.loss import log_of


def mean_loss(known: Known) -> NDArray[Any]:
    """(n,) float64: the mean over the epochs of -log of the probability of the label."""
    return -log_of(known.epoch_label_probability).mean(axis=0, dtype=np.float64)


MEAN_LOSS = Score(
    name="mean_loss",
    title="Mean loss",
    help="The cross-entropy averaged over the epochs: high for what is learnt late or never.",
    of=mean_loss,
    needs=("epoch_label_probability",),
    group=Group.TRAINING,
    unit="nats",
    suspicious="high",
)
