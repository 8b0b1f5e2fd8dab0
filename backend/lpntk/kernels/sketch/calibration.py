"""How long a sketch takes on this machine, from a second or two of doing a little of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from lpntk.domain.timing import shortest
from lpntk.kernels.sketch.engine import SketchEngine
from lpntk.kernels.sketch.summary import FOLDS, FOLDS_CONTRADICTORY, PARTNERS, summarise_sketch

# Samples whose passes, and whose summary, are timed, and rows of the product that is.
PASSES, SUMMARISED, MULTIPLIED = 64, 512, 1024


@dataclass(frozen=True)
class SketchRates:
    """Seconds on this machine.

    Attributes
    ----------
    sketch
        Of one sample's forward and backward pass and its sketch.
    row
        Of looking through one sample's candidates for its neighbours.
    multiply_add
        Of one multiply-add in a product of two matrices.
    width
        W.
    """

    sketch: float
    row: float
    multiply_add: float
    width: int

    @property
    def pair(self) -> float:
        """Of one dot product of two sketches."""
        return self.width * self.multiply_add

    def searched(self, samples: int) -> int:
        """Multiply-adds of what is searched of so many samples, and compared with some."""
        whole = self.width * samples
        return int(whole * (samples * (2 / FOLDS + 1 / FOLDS_CONTRADICTORY) + min(samples, PARTNERS)))

    def summary(self, samples: int) -> float:
        """Of the summary of so many samples, without the passes."""
        return samples * self.row + self.searched(samples) * self.multiply_add


def seconds_of_sketch(engine: SketchEngine) -> float:
    """Of one sample's forward and backward pass and its sketch, within the engine's context."""
    count = min(PASSES, len(engine.source))
    return shortest(lambda: engine.compute(0, count), times=2) / count


def calibrate(engine: SketchEngine, neighbours: int) -> SketchRates:
    """Do a little of each part of the work and time it.

    Parameters
    ----------
    engine
        Within its context.
    neighbours
        How many of each relation are kept.
    """
    sketch = seconds_of_sketch(engine)
    random = np.random.default_rng(0)
    rows = random.standard_normal((MULTIPLIED, engine.width), dtype=np.float32)
    some = rows[:SUMMARISED]
    labels = np.zeros(len(some), dtype=np.int64)
    row = shortest(lambda: summarise_sketch(some, labels, 1, neighbours, partners=len(some) // 2), times=2)
    whole = torch.from_numpy(rows)
    product = shortest(lambda: whole @ whole.T, times=2)
    return SketchRates(sketch, row / len(some), product / (MULTIPLIED**2 * engine.width), engine.width)
