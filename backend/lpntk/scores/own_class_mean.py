"""How much a sample resembles its own class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def own_class_mean(known: Known) -> NDArray[Any]:
    """(n,) float32: the mean similarity to the other samples of a sample's class; NaN where it has none."""
    return known.class_means[np.arange(len(known.labels)), known.labels]


OWN_CLASS_MEAN = Score(
    name="own_class_mean",
    title="Own-class mean",
    help="Mean similarity to the other samples of its class: low for the rare, the odd and the mislabelled.",
    of=own_class_mean,
    needs=("class_means", "labels"),
    group=Group.SIMILARITY,
    suspicious="low",
)
