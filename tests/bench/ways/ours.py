"""`lpntk.kernel`: matrix and summary."""

from __future__ import annotations

import time
from itertools import pairwise

import torch
from torch import Tensor, nn

from bench.cases import in_torch
from bench.clock import timed
from bench.exchange import Case, Found, Settings, peak_memory
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import Summariser

WARM_UP, NEIGHBOURS = 64, 30


def measure(case: Case, settings: Settings) -> Found:
    """The whole, best of some runs; then the parts, one after the other."""
    model, inputs, labels = in_torch(case)
    kernel(model, (inputs[:WARM_UP], labels[:WARM_UP]))  # what is set up once a process, is

    def whole() -> object:
        return kernel(model, (inputs, labels), memory_budget=settings.memory_budget).matrix()

    seconds, matrix = timed(whole, settings.repeats)
    peak = peak_memory()
    parts = [_parts(model, inputs, labels, settings.memory_budget) for _ in range(settings.repeats)]
    return Found(
        seconds,
        matrix,
        parts=min(parts, key=lambda each: sum(each.values())),
        versions={"torch": torch.__version__},
        peak=peak,
    )


def _parts(model: nn.Module, inputs: Tensor, labels: Tensor, budget: int) -> dict[str, float]:
    with KernelEngine(GradientSource(model, (inputs, labels)), memory_budget=budget) as engine:
        marks = [time.perf_counter()]
        diagonal = engine.diagonal()
        marks.append(time.perf_counter())
        tiles = [tile for step in engine.schedule.steps for tile in engine.tiles(step)]
        marks.append(time.perf_counter())
        classes, device = engine.source.num_classes, engine.tile_device
        summariser = Summariser(diagonal, labels.numpy(), classes, NEIGHBOURS, device=device)
        for tile in tiles:
            summariser.update(tile)
        summariser.finish()
        marks.append(time.perf_counter())
    spent = [stop - start for start, stop in pairwise(marks)]
    return dict(zip(("features", "products", "summary"), spent, strict=True))
