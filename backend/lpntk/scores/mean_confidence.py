"""The probability of the label, averaged over the epochs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def mean_confidence(known: Known) -> NDArray[Any]:
    """(n,) float64: the mean over the epochs of the probability p of the label."""
    return known.epoch_label_probability.mean(axis=0, dtype=np.float64)


MEAN_CONFIDENCE = Score(
    name="mean_confidence",
    title="Mean confidence",
    help="The probability of its label averaged over the epochs: low for what is learnt late or never.",
    of=mean_confidence,
    needs=("epoch_label_probability",),
    group=Group.TRAINING,
    suspicious="low",
)
