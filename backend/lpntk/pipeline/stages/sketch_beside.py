"""The sketch beside an exact kernel whose matrix is not kept: for what asks for whole rows of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import SketchError, Stage
from lpntk.kernels.sketch import SketchEngine, measure_sketch
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.stages.base import base_of
from lpntk.pipeline.stages.budget import memory_of, width_beside
from lpntk.pipeline.stages.progress import counting
from lpntk.pipeline.stages.run import Run
from lpntk.store import kernels
from lpntk.store.kernel_matrix import sketch_rows
from lpntk.store.kernels import KernelRecord

COMPARED = 512
"""Among so many samples, always the same, its error is measured: a pass over all would double its cost."""


def sketch_beside(run: Run, source: GradientSource) -> SketchError | None:
    """Compute and store the blocks that are not there yet, and measure how far they are from the kernel.

    None where the matrix is kept, or the storage budget has no room for a sketch that says anything.
    """
    settings = run.request.kernel
    memory = memory_of(settings, source.device)
    with run.database.reading() as session:
        record = kernels.get(session, run.analysis_id)
    width = width_beside(len(source), settings, memory)
    if record.keeps_matrix or width is None:
        return None
    done = _blocks_done(run, width)
    with SketchEngine(source, width=width, seed=run.request.seed, memory_budget=memory) as engine:
        _compute_blocks(run, engine, record, done)
        rows = compared(record, run.request.seed)
        return measure_sketch(
            source,
            sketch_rows(run.database.reading, run.analysis_id, rows),
            rows=rows,
            seed=run.request.seed,
            memory_budget=memory // 2,
            progress=run.progress(Stage.KERNEL, "checks"),
        )


def compared(record: KernelRecord, seed: int) -> NDArray[np.int64]:
    """(n,) int64, ascending: the rows among which its error is measured."""
    return np.sort(np.random.default_rng(seed).permutation(record.included)[:COMPARED])


def _blocks_done(run: Run, width: int) -> int:
    """How many blocks there are, of a run that was stopped or of the analysis that is extended."""
    with run.database.reading() as session:
        done = kernels.sketched(session, run.analysis_id)
        fits = done > 0 and kernels.sketch_width(session, run.analysis_id) == width
    if fits:
        return done
    base = base_of(run.database, run.request)
    with run.writing() as session:
        kernels.drop_sketch(session, run.analysis_id)  # of another memory budget
        if base.sketch_width == width:
            base.copy_sketch(session, run.analysis_id)
        return kernels.sketched(session, run.analysis_id)


def _compute_blocks(run: Run, engine: SketchEngine, record: KernelRecord, done: int) -> None:
    progress = run.progress(Stage.KERNEL, "samples")
    for block, (start, stop) in list(enumerate(record.blocks))[done:]:
        values = engine.compute(start, stop, counting(progress, start, len(engine.source)))
        with run.writing() as session:
            kernels.write_sketch_block(session, run.analysis_id, block, values)
            run.spend(session, Stage.KERNEL)
