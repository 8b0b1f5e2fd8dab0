"""Which samples judge where no others are named: they are never learnt from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.forecast import HeldOut
from lpntk.pipeline.results.results import Results
from lpntk.store import checkpoints

DRAWN_SHARE = 0.1


def held_out(results: Results) -> tuple[HeldOut, NDArray[np.int64]]:
    """What judges, and the rows of those samples, (H,) int64 ascending; none where it is a test set."""
    if results.request.learning.test is not None:
        return "test", np.empty(0, dtype=np.int64)
    rows = np.flatnonzero(checkpoints.validation(results.session, results.checkpoint_id))
    if len(rows):
        return "validation", rows
    size = len(results.labels)
    count = max(1, round(DRAWN_SHARE * size))
    drawn = np.random.default_rng(results.request.seed).permutation(size)[:count]
    return "drawn", np.sort(drawn).astype(np.int64)
