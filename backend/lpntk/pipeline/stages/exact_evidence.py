"""Exact features of the label-free kernel: its matrix, taken apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Stage
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.evidence import basis
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import MAX_BLOCK
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.stages.run import Run


def exact_features(
    run: Run, source: GradientSource, tests: int, memory: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features whose dot products are the kernel of the samples after the first `tests`, and with those.

    Parameters
    ----------
    source
        The test set's samples, of which there are `tests`, and then the N that are learnt from.
    memory
        Bytes for all of it.

    Returns
    -------
    features, eigenvalues
        (tests + N, R) and (R,) float64.
    """
    among, across = _matrices(run, source, tests, memory)
    run.check()
    features, eigenvalues = basis.of_kernel(among)
    if not tests:
        return features, eigenvalues
    # Of the samples b_i = sum_j of v_j sqrt(e_j): what a dot product with them must give is kappa.
    turned = across.astype(np.float64) @ (features / eigenvalues)
    return np.concatenate([turned, features]), eigenvalues


def _matrices(
    run: Run, source: GradientSource, tests: int, memory: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(N, N) and (tests, N) float32: the kernel among the samples, and of the test set with them."""
    samples = len(source) - tests
    among = np.empty((samples, samples), dtype=np.float32)
    across = np.empty((tests, samples), dtype=np.float32)
    # The kernel within the test set is not wanted: it is as good as known.
    known = (*range(0, tests, MAX_BLOCK), tests)
    matrices = FLOAT_BYTES * (among.size + across.size)
    engine = KernelEngine(source, memory_budget=memory - matrices, boundaries=known)
    progress, total = run.progress(Stage.EVIDENCE, "tiles"), engine.schedule.tiles()
    with engine:
        tiles = (tile for step in engine.schedule.steps for tile in engine.tiles(step, run.check))
        for number, computed in enumerate(tiles, start=1):
            tile = computed.download().result()
            columns = slice(tile.column_start - tests, tile.column_stop - tests)
            if tile.row_start < tests:
                across[tile.row_start : tile.row_stop, columns] = tile.values
            else:
                rows = slice(tile.row_start - tests, tile.row_stop - tests)
                among[rows, columns] = tile.values
                among[columns, rows] = tile.values.T
            progress(number, total)
    return among, across
