"""The cross-entropy of the classifier on a sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def log_of(probability: NDArray[np.float32]) -> NDArray[Any]:
    """The logarithm of float32 probabilities, which are taken to be at least float32's tiniest."""
    return np.log(np.maximum(probability, np.finfo(np.float32).tiny))


def loss(known: Known) -> NDArray[Any]:
    """(n,) float32: -log of the probability of the label."""
    return -log_of(known.label_probability)


LOSS = Score(
    name="loss",
    title="Loss",
    help="The cross-entropy at the checkpoint: high where the classifier disagrees with the label.",
    of=loss,
    needs=("label_probability",),
    group=Group.CHECKPOINT,
    unit="nats",
    suspicious="high",
)
