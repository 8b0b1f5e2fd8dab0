"""How probable all other samples make a label."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.left_out import left_out_probabilities
from lpntk.scores.base import Group, Known, Score


def left_out_probability(known: Known) -> NDArray[Any]:
    """(n,) float32: the left-out probability of the label."""
    return left_out_probabilities(known.left_out)[np.arange(len(known.labels)), known.labels]


LEFT_OUT_PROBABILITY = Score(
    name="left_out_probability",
    title="Left-out probability of its label",
    help="What the others, not knowing its label, give to it.",
    of=left_out_probability,
    needs=("labels", "left_out"),
    group=Group.LEFT_OUT,
    suspicious="low",
)
