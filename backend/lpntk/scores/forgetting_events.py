"""How often a sample was learnt and lost again (Toneva et al. 2019)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def forgetting_events(known: Known) -> NDArray[Any]:
    """(n,) int64: the epochs after which a sample is wrong that was right after the one before.

    A sample that is never right counts as forgotten more often than any other can be: E times. Toneva et al.
    look at each batch of the training; here it is after each epoch, in evaluation mode.
    """
    right = known.epoch_right
    events = (right[:-1] & ~right[1:]).sum(axis=0)
    return np.where(right.any(axis=0), events, len(right))


FORGETTING_EVENTS = Score(
    name="forgetting_events",
    title="Forgetting events",
    help="How often it was right after an epoch and wrong after the next; never right counts as most.",
    of=forgetting_events,
    needs=("epoch_right",),
    group=Group.TRAINING,
    suspicious="high",
)
