"""What the map will take, from drawing a small one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lpntk.domain import Neighbours
from lpntk.domain.timing import seconds_of
from lpntk.structure import neighbour_map
from lpntk.structure.neighbour_map import epochs_of

TRIED_SAMPLES, NEIGHBOURS = 400, 15


@dataclass(frozen=True)
class MapTrial:
    """Seconds on this machine.

    Attributes
    ----------
    start
        Of what a process pays at its first map: UMAP is imported, and compiled where none was drawn before.
    an_epoch
        A sample's part of one of UMAP's epochs.
    """

    start: float
    an_epoch: float

    def seconds(self, samples: int) -> float:
        """Of a map of so many samples."""
        return self.start + samples * epochs_of(samples) * self.an_epoch


def try_map() -> MapTrial:
    """Draw a small map twice, of samples in a ring: what it looks like takes no longer or shorter."""
    around = np.arange(1, NEIGHBOURS + 1)
    rows = (np.arange(TRIED_SAMPLES)[:, None] + around) % TRIED_SAMPLES
    similarity = np.tile((1 - around / 100).astype(np.float32), (TRIED_SAMPLES, 1))
    ring = Neighbours(rows, similarity)
    first, again = (seconds_of(lambda: neighbour_map(ring, seed=0)) for _ in range(2))
    return MapTrial(max(0.0, first - again), again / (TRIED_SAMPLES * epochs_of(TRIED_SAMPLES)))
