"""Where the clusters stage reads the kernel among the samples of a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import ClassKernels, KernelMatrix
from lpntk.domain.arrays import MatrixPart
from lpntk.kernels.sketch import SketchMatrix
from lpntk.pipeline.budget import exact_engine
from lpntk.pipeline.gradients import gradient_source
from lpntk.pipeline.run import Run
from lpntk.pipeline.stored_matrix import StoredMatrix
from lpntk.pipeline.stored_sketch import stored_sketch
from lpntk.store import kernels

# Of the memory budget: for what lies in memory of a stored kernel, and for the rows that are read of a class.
STORED_SHARE, ROWS_SHARE = 0.5, 0.25


@contextmanager
def class_kernels(run: Run) -> Iterator[ClassKernels]:
    """The kernel of a run whose kernel stage is done.

    It comes from the stored matrix or the stored sketch; where neither is kept, from the features of one
    class after the other, which are computed again.
    """
    settings = run.request.kernel
    in_memory = int(STORED_SHARE * settings.memory_budget)
    with run.database.reading() as session:
        keeps_matrix = kernels.get(session, run.analysis_id).keeps_matrix
    if keeps_matrix:
        matrix = StoredMatrix(run.database, run.analysis_id, in_memory)
        yield lambda classes: matrix.among(classes, run.check)
    elif settings.method == "sketch":
        with stored_sketch(run.database, run.analysis_id, in_memory) as sketch:
            yield lambda classes: _of_sketch(sketch, classes, in_memory // 2)
    else:
        source = gradient_source(run, run.dataset(lambda done, total: run.check()))
        with exact_engine(source, settings) as engine:
            # Of the budget, passes need the last part while features are computed, rows are read afterwards.
            yield lambda classes: (engine.matrix(rows, lambda done, total: run.check()) for rows in classes)


def _of_sketch(
    sketch: NDArray[np.float32], classes: Sequence[NDArray[np.int64]], in_memory: int
) -> Iterator[KernelMatrix]:
    """A class's rows side by side, if they take at most so many bytes."""
    for rows in classes:
        if sketch[0].nbytes * len(rows) <= in_memory:
            yield SketchMatrix(sketch[rows])
        else:
            yield MatrixPart(SketchMatrix(sketch), rows)
