"""The area under the margin (Pleiss et al. 2020)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score
from lpntk.scores.loss import log_of


def aum(known: Known) -> NDArray[Any]:
    """(n,) float64: log p(y) less the largest log p(k) of the other classes, the mean over the epochs.

    That is the margin of the logits, which differ from the logarithms by a constant of the sample and epoch,
    but where a probability is below float32's tiniest.
    """
    label, rival = known.epoch_label_probability, known.epoch_rival_probability
    return (log_of(label) - log_of(rival)).mean(axis=0, dtype=np.float64)


AUM = Score(
    name="aum",
    title="AUM",
    help="Logit of its label less the largest other, averaged over the epochs: below 0 where another wins.",
    of=aum,
    needs=("epoch_label_probability", "epoch_rival_probability"),
    group=Group.TRAINING,
    suspicious="low",
)
