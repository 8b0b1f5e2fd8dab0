"""What the kernel of an analysis will take, told before it is computed."""

from __future__ import annotations

import time

from lpntk.domain import AnalysisRequest, Estimate, KernelSettings, Progress, silent
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.exact.calibration import Rates, calibrate
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import summary_bytes
from lpntk.pipeline.material.checks import check
from lpntk.pipeline.material.gradients import untrained_gradient_source
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.requests import anywhere
from lpntk.pipeline.stages.budget import (
    budget_for_all,
    exact_engine,
    feature_bytes,
    keeps_matrix,
    matrix_bytes,
    memory_of,
    prefers_disk,
    require_storage_for_sketch,
    scratch_folder,
)
from lpntk.store.engine import Database


def estimate(database: Database, request: AnalysisRequest, progress: Progress = silent) -> Estimate:
    """Read the samples, look at the untrained model, try each part of the work for a moment.

    Raises
    ------
    InputError
        If it cannot be done; it says what could.
    """
    check(request)
    material = RequestedMaterial(anywhere(request))
    dataset = material.open(progress)
    settings = request.kernel
    require_storage_for_sketch(len(dataset), settings)
    source = untrained_gradient_source(material, dataset, settings)
    if settings.method == "sketch":
        return _of_sketch(source, settings, request.seed)
    engine = exact_engine(source, settings)
    folder = scratch_folder(database, engine)
    with engine:
        rates = calibrate(engine, folder)
    return _of_exact(
        source, engine, settings, rates, spills=folder is not None and prefers_disk(engine, rates)
    )


def _of_exact(
    source: GradientSource, engine: KernelEngine, settings: KernelSettings, rates: Rates, *, spills: bool
) -> Estimate:
    budget = memory_of(settings, source.device)
    schedule, size = engine.schedule, len(engine.source)
    passes = size if spills else schedule.passes
    seconds = passes * rates.features + schedule.pairs * (rates.product + rates.summary)
    if spills:
        seconds += schedule.passes * rates.transfer
    features = schedule.resident_samples * engine.layout.numbers * FLOAT_BYTES
    passing = schedule.batch * source.survey.pass_bytes
    summaries = summary_bytes(size, source.num_classes, settings.neighbours)
    return Estimate(
        samples=size,
        parameters=_parameters(source),
        method="exact",
        memory_budget=budget,
        memory_bytes=features + passing + summaries,
        memory_for_all=None if schedule.is_resident else budget_for_all(engine, settings),
        matrix_bytes=matrix_bytes(size),
        keeps_matrix=keeps_matrix(size, settings),
        scratch_bytes=feature_bytes(engine) if spills else 0,
        passes=passes,
        multiply_adds=schedule.pairs * engine.layout.work,
        seconds=seconds,
        without_rule=engine.source.without_rule,
    )


def _of_sketch(source: GradientSource, settings: KernelSettings, seed: int) -> Estimate:
    size, width = len(source), settings.sketch_width
    budget = memory_of(settings, source.device)
    engine = SketchEngine(source, width=width, seed=seed, memory_budget=budget)
    with engine:
        count = min(size, 32)
        engine.compute(0, count)
        began = time.perf_counter()
        sketch = engine.compute(0, count)
        a_pass = (time.perf_counter() - began) / count
        began = time.perf_counter()
        for _ in range(8):
            sketch @ sketch.T
        product = (time.perf_counter() - began) / 8 / count**2
    searches = 3  # the most alike, the least alike, and the largest kernel values
    return Estimate(
        samples=size,
        parameters=_parameters(source),
        method="sketch",
        memory_budget=budget,
        memory_for_all=None,
        memory_bytes=min(budget, size * width * FLOAT_BYTES)
        + summary_bytes(size, source.num_classes, settings.neighbours),
        matrix_bytes=size * width * FLOAT_BYTES,
        keeps_matrix=False,
        scratch_bytes=0,
        passes=2 * size,
        multiply_adds=searches * size**2 * width,
        seconds=2 * size * a_pass + searches * size**2 * product,
        without_rule=engine.source.without_rule,
    )


def _parameters(source: GradientSource) -> int:
    return sum(route.extent.written for route in source.survey.routes)
