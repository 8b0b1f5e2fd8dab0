"""The cross-entropy of the classifier on a sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Known, Score


def loss(known: Known) -> NDArray[Any]:
    """(n,) float32: -log of the probability of the label, which is taken to be at least float32's tiniest."""
    return -np.log(np.maximum(known.label_probability, np.finfo(np.float32).tiny))


LOSS = Score(
    name="loss",
    title="Loss",
    help="The cross-entropy at the checkpoint: high where the classifier disagrees with the label.",
    of=loss,
    unit="nats",
    suspicious="high",
)
