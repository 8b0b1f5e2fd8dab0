"""How long the parts of the work take on this machine, from a second or two of doing them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from lpntk.kernel.engine import KernelEngine, Tile
from lpntk.kernel.scratch import Scratch
from lpntk.kernel.summary import Summariser

# Passes are timed on twice as many samples again and again, until they take this long.
PASS_SECONDS = 0.5
TILE_SIDE = 256

T = TypeVar("T")


@dataclass(frozen=True)
class Rates:
    """Seconds on this machine.

    Attributes
    ----------
    features
        Of one sample's forward and backward pass and its features.
    product
        Of one kernel value between two samples.
    summary
        Of taking in one kernel value, with its mirror image.
    transfer
        Of writing one sample's features to disk, or of reading them; 0 where there is no folder for them.
    """

    features: float
    product: float
    summary: float
    transfer: float


def calibrate(engine: KernelEngine, scratch: Path | None = None) -> Rates:
    """Do a little of each part of the work and time it.

    Parameters
    ----------
    engine
        Within its context.
    scratch
        A folder for features.
    """
    count, seconds = min(engine.size, 8), 0.0
    engine.features(range(count))  # what is set up once, is
    while True:
        features, seconds = _timed(lambda: engine.features(range(count)))
        if seconds > PASS_SECONDS or count == min(engine.size, engine.plan.largest_block):
            break
        count = min(2 * count, engine.size, engine.plan.largest_block)
    values, product = _timed(lambda: engine.products(features, features))
    transfer = 0.0
    if scratch is not None:
        disk = Scratch(scratch)
        try:
            _, writing = _timed(lambda: disk.write(0, features))
            _, reading = _timed(lambda: disk.read(0, engine.layout, count, features.device))
        finally:
            disk.close()
        transfer = (writing + reading) / 2 / count
    return Rates(seconds / count, product / count**2, _summary_rate(engine.num_classes), transfer)


def _summary_rate(num_classes: int) -> float:
    random = np.random.default_rng(0)
    size = 2 * TILE_SIDE
    factor = random.normal(size=(size, 16)).astype(np.float32)
    kappa = factor @ factor.T
    summariser = Summariser(kappa.diagonal(), np.arange(size) % num_classes, num_classes, 30)
    tile = Tile(0, TILE_SIDE, TILE_SIDE, size, np.ascontiguousarray(kappa[:TILE_SIDE, TILE_SIDE:]))
    summariser.update(tile)
    _, seconds = _timed(lambda: summariser.update(tile))
    return seconds / TILE_SIDE**2


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start
