"""Features of the label-free kernel past what is solved exactly: its sketch, turned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dsyrk

from lpntk.domain import Stage
from lpntk.evidence import basis
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.stages.progress import counting
from lpntk.pipeline.stages.run import Run
from lpntk.store import evidence
from lpntk.store.evidence import BLOCK


def sketch_samples(run: Run, source: GradientSource, width: int, memory: int) -> None:
    """Compute and store the blocks of the sketch that are not there yet, a transaction each."""
    with run.database.reading() as session:
        done = evidence.sketched(session, run.analysis_id)
        fits = done == 0 or evidence.sketch(session, run.analysis_id, 0).shape[1] == width
    if not fits:  # of another memory budget
        with run.writing() as session:
            evidence.begin(session, run.analysis_id)
        done = 0
    engine = SketchEngine(source, width=width, seed=run.request.seed, memory_budget=memory)
    progress = run.progress(Stage.EVIDENCE, "samples")
    with engine:
        for block, start in list(enumerate(range(0, len(source), BLOCK)))[done:]:
            stop = min(start + BLOCK, len(source))
            values = engine.compute(start, stop, counting(progress, start, len(source)))
            with run.writing() as session:
                evidence.write_sketch(session, run.analysis_id, block, values)


def turned_sketch(
    run: Run, values: NDArray[np.float32], tests: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Features and eigenvalues, from the stored sketch.

    Parameters
    ----------
    values
        (tests + N, W): room for them, in which they are put.
    tests
        How many of them are the test set's, which come first.
    """
    progress = run.progress(Stage.EVIDENCE, "products")
    gram = np.zeros((values.shape[1],) * 2, order="F")
    for block, start in enumerate(range(0, len(values), BLOCK)):
        with run.database.reading() as session:
            part = evidence.sketch(session, run.analysis_id, block)
        values[start : start + len(part)] = part
        learnt = part[max(0, tests - start) :].astype(np.float64)
        if len(learnt):
            gram = dsyrk(1.0, learnt, beta=1.0, c=gram, trans=1, overwrite_c=1)
        progress(start + len(part), 2 * len(values))
    upper = np.triu(gram, 1)
    vectors, eigenvalues = basis.directions(upper + upper.T + np.diag(gram.diagonal()))
    run.check()
    turn, rank = vectors.astype(np.float32), len(eigenvalues)
    for start in range(0, len(values), BLOCK):
        rows = slice(start, start + BLOCK)
        values[rows, :rank] = values[rows] @ turn
        progress(len(values) + min(start + BLOCK, len(values)), 2 * len(values))
    return values[:, :rank], eigenvalues
