"""When a sample is first learnt."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def first_learnt(known: Known) -> NDArray[Any]:
    """(n,) int64: the first epoch, from 1, after which the sample is right; E + 1 where it never is."""
    right = known.epoch_right
    return np.where(right.any(axis=0), right.argmax(axis=0) + 1, len(right) + 1)


FIRST_LEARNT = Score(
    name="first_learnt",
    title="Epoch of first learning",
    help="First epoch after which its label is predicted; one more than there are where it never is.",
    of=first_learnt,
    needs=("epoch_right",),
    group=Group.TRAINING,
    suspicious="high",
)
