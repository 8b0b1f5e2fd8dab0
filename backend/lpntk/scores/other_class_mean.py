"""How much a sample resembles another class than its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def other_class_mean(known: Known) -> NDArray[Any]:
    """(n,) float32: the largest mean similarity to the samples of a class but its own; NaN without one."""
    means = np.where(np.isnan(known.class_means), -np.inf, known.class_means)
    means[np.arange(len(means)), known.labels] = -np.inf
    nearest = means.max(axis=1, initial=-np.inf)
    return np.where(np.isfinite(nearest), nearest, np.nan)


OTHER_CLASS_MEAN = Score(
    name="other_class_mean",
    title="Nearest other-class mean",
    help="Mean similarity to the other class that it is most like: high for what lies between classes.",
    of=other_class_mean,
    needs=("class_means", "labels"),
    group=Group.SIMILARITY,
    suspicious="high",
)
