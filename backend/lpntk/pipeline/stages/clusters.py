"""The clusters stage: the farthest points of each class, and the clusters around the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import ClassKernels, KernelMatrix, Stage
from lpntk.domain.arrays import MatrixPart
from lpntk.kernels.sketch.matrix import SketchMatrix
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.stages.budget import exact_engine, memory_of
from lpntk.pipeline.stages.run import Run
from lpntk.store import checkpoints, datasets, kernels, structure, summaries
from lpntk.store.kernel_matrix import StoredMatrix, stored_sketch
from lpntk.structure import farthest_points

# Of the memory budget: for what lies in memory of a stored kernel, and for the rows that are read of a class.
STORED_SHARE, ROWS_SHARE = 0.5, 0.25


def find_clusters(run: Run) -> None:
    """Follow the farthest points of each class to the end, so that pruning asks for no kernel any more."""
    with run.database.reading() as session:
        labels = datasets.labels(session, run.dataset_id)
        diagonal = summaries.diagonal(session, run.analysis_id)
        kernel = kernels.get(session, run.analysis_id)
    with _class_kernels(run, kernel) as read:
        points = farthest_points(
            read,
            labels,
            diagonal,
            excluded=kernel.excluded,
            memory=int(ROWS_SHARE * memory_of(run.request.kernel, run.material.device)),
            progress=run.progress(Stage.CLUSTERS, "heads"),
        )
    clustering = points.clustering(run.request.structure.heads)
    with run.writing() as session:
        structure.write_farthest_points(session, run.analysis_id, points)
        structure.write_clustering(session, run.analysis_id, clustering)
        run.complete(session, Stage.CLUSTERS)


@contextmanager
def _class_kernels(run: Run, kernel: kernels.KernelRecord) -> Iterator[ClassKernels]:
    """Where the kernel among the samples of a class is read.

    That is the stored matrix or the stored sketch; where neither is kept, the features of one class after the
    other, which are computed again.
    """
    settings = run.request.kernel
    in_memory = int(STORED_SHARE * memory_of(settings, run.material.device))
    if kernel.keeps_matrix:
        matrix = StoredMatrix(run.database.reading, run.analysis_id, in_memory)
        yield lambda classes: matrix.among(classes, run.check)
    elif kernel.is_sketch:
        with stored_sketch(run.database, run.analysis_id, in_memory) as sketch:
            yield lambda classes: _of_sketch(sketch, classes, in_memory // 2)
    else:
        dataset = run.dataset(lambda done, total: run.check())
        with run.database.reading() as session:
            checkpoint = checkpoints.get(session, run.checkpoint_id)
        source = gradient_source(run.material, checkpoint, dataset, settings)
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
