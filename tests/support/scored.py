"""Made-up scores for strategies that go by scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.pruning import STRATEGIES


def scores_of(labels: ArrayLike) -> dict[str, NDArray[np.float64]]:
    """A number for every sample of every score that a strategy reads, the same each time."""
    generator = np.random.default_rng(0)
    names = sorted({name for strategy in STRATEGIES.values() for name in strategy.scores})
    found = {name: generator.normal(size=np.size(labels)) for name in names}
    found["data_iq_group"] = generator.integers(0, 3, size=np.size(labels)).astype(np.float64)
    return found
