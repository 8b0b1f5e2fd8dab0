"""Sketches of whole data sets, and vectors with known relations."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource


def sketch_of(model: nn.Module, data: Any, **options: Any) -> NDArray[np.float32]:
    """All blocks of a data set's sketch, one after the other."""
    with SketchEngine(GradientSource(model, data), **options) as engine:
        return np.concatenate([engine.compute(start, stop) for start, stop in engine.blocks])


def trained(model: nn.Module, inputs: Tensor, labels: Tensor, steps: int = 60) -> nn.Module:
    """The model after some steps of Adam over all samples."""
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(inputs), labels).backward()
        optimiser.step()
    return model.eval()


def clustered_rows(size: int, width: int = 24, seed: int = 0) -> NDArray[np.float32]:
    """(size, width) float32 in 24 dimensions: around some centres, of very different lengths."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(12, 24))[rng.integers(0, 12, size)]
    lengths = rng.uniform(0.3, 3, size)[:, None]
    rows = (centres + 0.4 * rng.normal(size=(size, 24))) * lengths
    embedding = np.eye(24) if width == 24 else rng.normal(size=(24, width)) / width**0.5
    return (rows @ embedding).astype(np.float32)
