"""Our sketch of the gradients."""

from __future__ import annotations

import numpy as np
import torch

from bench.cases import in_torch
from bench.clock import timed
from bench.exchange import Case, Found, Settings
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource

WARM_UP = 64


def measure(case: Case, settings: Settings) -> Found:
    """The sketches of all samples, best of some runs."""
    model, inputs, labels = in_torch(case)

    def sketch(count: int) -> np.ndarray:
        source = GradientSource(model, (inputs[:count], labels[:count]))
        width, budget = settings.sketch_width, settings.memory_budget
        with SketchEngine(source, width=width, memory_budget=budget) as engine:
            return np.concatenate([engine.compute(start, stop) for start, stop in engine.blocks])

    sketch(WARM_UP)
    seconds, rows = timed(lambda: sketch(len(labels)), settings.repeats)
    return Found(
        seconds,
        rows @ rows.T,
        notes=f"width {settings.sketch_width:,}",
        versions={"torch": torch.__version__},
    )
