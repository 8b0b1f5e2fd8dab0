"""What was recorded of a training that somebody ran themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RecordedIn = Literal["training", "evaluation", "unknown"]


@dataclass(frozen=True, eq=False)
class Recording:
    """What a classifier said of its training samples over the epochs.

    Attributes
    ----------
    probabilities
        (E, n, K) float32; NaN where a sample was not seen in an epoch.
    indices
        (n,) int64, strictly increasing: which samples of the original data set these are.
    labels
        (n,) int64: what they were taught as; -1 where that is not known.
    epochs
        (E,) int64, strictly increasing: which epochs these are, from 1.
    recorded_in
        The mode of the classifier: in "training" each batch is as the training itself saw it, dropout,
        augmentation and all, by weights that change within the epoch; in "evaluation" all are seen after it.
    notes
        What a person should know of it, a sentence each.
    """

    probabilities: NDArray[np.float32]
    indices: NDArray[np.int64]
    labels: NDArray[np.int64]
    epochs: NDArray[np.int64]
    recorded_in: RecordedIn = "unknown"
    notes: tuple[str, ...] = ()
