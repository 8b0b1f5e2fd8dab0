"""The kernel of any checkpoint: its summary, and the similarity of some pairs. Brings torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Checkpoint, Dataset, KernelSummary, Progress, cosine
from lpntk.kernels.exact.rows import ExactRows
from lpntk.kernels.sketch import SketchEngine, summarise_sketch
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import Summariser
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.stages.budget import exact_engine, memory_of
from lpntk.pipeline.stages.exact_kernel import choose_where_features_wait
from lpntk.pipeline.stages.run import Run


def summary_at(
    run: Run, checkpoint: Checkpoint, dataset: Dataset, neighbours: int, progress: Progress
) -> tuple[KernelSummary, NDArray[np.int64]]:
    """The kernel's summary in the way that the analysis's settings say, and the rows that were left out."""
    source = _source(run, checkpoint, dataset)
    if run.request.kernel.method == "sketch":
        return _sketched(run, source, dataset, neighbours, progress)
    classes = len(dataset.class_names)
    with exact_engine(source, replace(run.request.kernel, neighbours=neighbours)) as engine:
        choose_where_features_wait(run, engine)
        steps, done = engine.schedule.steps, 0
        total = engine.schedule.tiles()
        progress(done, total)
        diagonal = engine.diagonal(lambda *_: progress(0, total))
        excluded = np.asarray(engine.source.excluded, dtype=np.int64)
        device = engine.tile_device
        summariser = Summariser(diagonal, dataset.labels, classes, neighbours, excluded, device)
        for step in steps:
            for tile in engine.tiles(step, lambda: run.check()):
                summariser.update(tile)
                progress(done := done + 1, total)
        return summariser.finish(), excluded


def similarities_at(
    run: Run,
    checkpoint: Checkpoint,
    dataset: Dataset,
    rows: NDArray[np.int64],
    pairs: NDArray[np.int64],
    progress: Progress,
) -> NDArray[np.float32]:
    """(P,) float32: c of (P, 2) pairs of a place in `rows` and a row, by the exact kernel.

    NaN of those whose first sample's gradient does not fit the memory with the others.
    """
    source = _source(run, checkpoint, dataset)
    with source:
        exact = ExactRows(source, rows.tolist(), memory_budget=memory_of(run.request.kernel, source.device))
        kappa = np.empty((len(exact.rows), len(dataset)), dtype=np.float32)
        own = np.empty(len(dataset), dtype=np.float32)
        for at, products, own_there in exact.blocks(range(len(dataset)), progress):
            kappa[:, at], own[at] = products, own_there
    places, others = pairs[:, 0], pairs[:, 1]
    fits = places < len(kappa)
    length = np.sqrt(own.astype(np.float64))
    found = np.full(len(pairs), np.nan, dtype=np.float32)
    norms = length[rows[places[fits]]] * length[others[fits]]
    found[fits] = cosine(kappa[places[fits], others[fits]], norms)
    return found


def _source(run: Run, checkpoint: Checkpoint, dataset: Dataset) -> GradientSource:
    return gradient_source(run.material, checkpoint, dataset, run.request.kernel)


def _sketched(
    run: Run, source: GradientSource, dataset: Dataset, neighbours: int, progress: Progress
) -> tuple[KernelSummary, NDArray[np.int64]]:
    settings = run.request.kernel
    budget = memory_of(settings, source.device)
    width, seed = settings.sketch_width, run.request.seed
    sketch = np.empty((len(dataset), width), dtype=np.float32)
    with SketchEngine(source, width=width, seed=seed, memory_budget=budget) as engine:
        for start, stop in engine.blocks:
            sketch[start:stop] = engine.compute(start, stop, lambda *_: run.check())
            progress(stop, len(dataset))
        excluded = np.asarray(engine.source.excluded, dtype=np.int64)
    classes = len(dataset.class_names)
    summary = summarise_sketch(
        sketch,
        dataset.labels,
        classes,
        neighbours,
        seed=seed,
        excluded=excluded,
        progress=lambda *_: run.check(),
    )
    return summary, excluded
