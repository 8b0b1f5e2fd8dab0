"""How long the parts of the work take on this machine, from a second or two of doing them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from lpntk.domain.timing import seconds_of, shortest
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.scratch import Scratch
from lpntk.kernels.features.features import Features
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.kernels.summary.summariser import Summariser

# Passes are timed on twice as many samples again and again, until they take this long.
PASS_SECONDS = 0.5
TILE_SIDE, NEIGHBOURS = 256, 30


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
    most = min(len(engine.source), engine.schedule.largest_block)
    count = min(8, most)
    seconds = shortest(lambda: engine.features(range(count)))
    while seconds < PASS_SECONDS and count < most:
        count = min(2 * count, most)
        seconds = seconds_of(partial(engine.features, range(count)))
    features = engine.features(range(count))
    product = shortest(lambda: engine.products(features, features)) / count**2
    transfer = 0.0 if scratch is None else _transfer(engine, features, scratch)
    return Rates(
        seconds / count, product, _summary_rate(engine.source.num_classes, engine.tile_device), transfer
    )


def _transfer(engine: KernelEngine, features: Features, folder: Path) -> float:
    disk = Scratch(folder)
    try:
        writing = seconds_of(lambda: disk.write(0, features))
        reading = seconds_of(lambda: disk.read(0, engine.layout, len(features), features.device))
    finally:
        disk.close()
    return (writing + reading) / 2 / len(features)


def _summary_rate(num_classes: int, device: torch.device) -> float:
    random = np.random.default_rng(0)
    size = 2 * TILE_SIDE
    factor = random.normal(size=(size, 16)).astype(np.float32)
    kappa = factor @ factor.T
    labels = np.arange(size) % num_classes
    summariser = Summariser(kappa.diagonal(), labels, num_classes, NEIGHBOURS, device=device)
    values = torch.from_numpy(np.ascontiguousarray(kappa[:TILE_SIDE, TILE_SIDE:])).to(device)
    tile = DeviceTile(range(TILE_SIDE), range(TILE_SIDE, size), values)
    return shortest(lambda: summariser.update(tile)) / TILE_SIDE**2
