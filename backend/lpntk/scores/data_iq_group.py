"""Easy, ambiguous or hard (Data-IQ, Seedat et al. 2022)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.aleatoric_uncertainty import aleatoric_uncertainty
from lpntk.scores.base import Group, Known, Score
from lpntk.scores.mean_confidence import mean_confidence

EASY_CONFIDENCE, HARD_CONFIDENCE = 0.75, 0.25


def data_iq_group(known: Known) -> NDArray[Any]:
    """(n,) int64: 0 easy, 1 ambiguous, 2 hard.

    Easy and hard are those whose aleatoric uncertainty is at most the data set's median: with a mean
    confidence of at least .75, and of at most .25. All others are ambiguous.
    """
    confidence = mean_confidence(known)
    certain = aleatoric_uncertainty(known) <= known.median_uncertainty
    easy, hard = certain & (confidence >= EASY_CONFIDENCE), certain & (confidence <= HARD_CONFIDENCE)
    return np.where(easy, 0, np.where(hard, 2, 1))


DATA_IQ_GROUP = Score(
    name="data_iq_group",
    title="Data-IQ group",
    help="Easy or hard where confidence is high or low and uncertainty under the median, else ambiguous.",
    of=data_iq_group,
    needs=("epoch_label_probability", "median_uncertainty"),
    group=Group.TRAINING,
    suspicious="high",
    categories=("easy", "ambiguous", "hard"),
)
