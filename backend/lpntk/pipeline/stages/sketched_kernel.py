"""The sketch of the kernel: block by block, then what is found in it and how far it is from the kernel."""

from __future__ import annotations

import numpy as np

from lpntk.domain import SKETCH_CANDIDATES, Dataset, Stage
from lpntk.kernels.sketch import SketchEngine, measure_sketch, summarise_sketch
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.stages.assignment import assignment
from lpntk.pipeline.stages.base import Base, base_of
from lpntk.pipeline.stages.budget import memory_of
from lpntk.pipeline.stages.crew import Crew
from lpntk.pipeline.stages.progress import counting
from lpntk.pipeline.stages.run import Run
from lpntk.store import kernels, summaries
from lpntk.store.kernel_matrix import stored_sketch


def compute_sketch(run: Run, dataset: Dataset, source: GradientSource) -> None:
    """Compute the blocks that are not there yet, then the summary and the error of them all."""
    settings = run.request.kernel
    budget = memory_of(settings, source.device)
    engine = SketchEngine(source, width=settings.sketch_width, seed=run.request.seed, memory_budget=budget)
    with engine:
        begun = _begun(run, engine)
        if run.crew is None:
            _compute_blocks(run, engine, begun)
        else:
            _take_blocks(run, run.crew, begun)
        with stored_sketch(run.database, run.analysis_id, budget // 2) as sketch:
            with run.database.reading() as session:
                excluded = kernels.get(session, run.analysis_id).excluded
            error = measure_sketch(
                source,
                sketch,
                seed=run.request.seed,
                excluded=excluded,
                memory_budget=budget // 2,
                progress=run.progress(Stage.KERNEL, "checks"),
            )
            summary = summarise_sketch(
                sketch,
                dataset.labels,
                len(dataset.class_names),
                max(settings.neighbours, SKETCH_CANDIDATES),
                seed=run.request.seed,
                excluded=excluded,
                progress=run.progress(Stage.KERNEL, "searches"),
            )
    with run.writing() as session:
        kernels.set_sketch_error(session, run.analysis_id, error)
        summaries.finish(session, run.analysis_id, summary)
        run.complete(session, Stage.KERNEL)


def _begun(run: Run, engine: SketchEngine) -> kernels.KernelRecord:
    """What there is of the sketch; what the sketch that is extended has is taken over."""
    base = base_of(run.database, run.request)
    boundaries = _boundaries(base, engine)
    with run.writing() as session:
        begun = kernels.find(session, run.analysis_id)
        if begun is not None and begun.boundaries == boundaries:
            return begun
        begun = kernels.KernelRecord(
            kernels.Sketched(),
            boundaries,
            pieces_done=base.pieces_done,
            excluded=base.excluded,
            without_rule=engine.source.without_rule,
        )
        kernels.begin(session, run.analysis_id, begun)
        base.copy_sketch(session, run.analysis_id)
    return begun


def _boundaries(base: Base, engine: SketchEngine) -> tuple[int, ...]:
    """Where blocks begin and end: those that are there already stay as they are."""
    size, step = len(engine.source), engine.blocks[0][1]
    return (*base.boundaries, *range(base.boundaries[-1] + step, size, step), size)


def _compute_blocks(run: Run, engine: SketchEngine, begun: kernels.KernelRecord) -> None:
    progress = run.progress(Stage.KERNEL, "samples")
    known = set(begun.excluded)
    for block in range(begun.pieces_done, len(begun.blocks)):
        start, stop = begun.blocks[block]
        values = engine.compute(start, stop, counting(progress, start, len(engine.source)))
        known |= set(np.asarray(engine.source.excluded).tolist())
        with run.writing() as session:
            kernels.add_sketch_block(session, run.analysis_id, block, values, sorted(known))
            run.spend(session, Stage.KERNEL)


def _take_blocks(run: Run, crew: Crew, begun: kernels.KernelRecord) -> None:
    """Have others compute the blocks, and write them in their order."""
    known, done = set(begun.excluded), begun.pieces_done
    progress = run.progress(Stage.KERNEL, "blocks")
    for part in crew.parts(assignment(run.database, run.analysis_id), progress, run.check):
        known |= part.excluded
        for block, values in sorted(part.sketch.items()):
            if block >= done:  # else a run that was stopped has written it
                with run.writing() as session:
                    kernels.add_sketch_block(session, run.analysis_id, block, values, sorted(known))
                    run.spend(session, Stage.KERNEL)
