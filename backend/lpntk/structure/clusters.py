"""Farthest point clustering of a matrix that a person may have brought."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lpntk.domain import Clustering, InputError, Progress, silent
from lpntk.domain.arrays import MatrixLike, as_kernel_matrix, as_labels, count_of_share, is_number
from lpntk.structure.farthest_point import cluster_by_farthest_points


def farthest_point_clusters(
    matrix: MatrixLike,
    labels: ArrayLike,
    heads: float | int = 0.1,
    progress: Progress = silent,
) -> Clustering:
    """Cluster the samples of each class around heads that are as unlike each other as can be.

    Parameters
    ----------
    matrix
        (N, N) symmetric kernel matrix, or a `KernelMatrix`, of which only the heads' rows are read.
    labels
        (N,) whole numbers from 0.
    heads
        As a float the share of each class's n samples that become heads, in (0, 1], that is max(1, int(n *
        heads)) of them; as an int how many heads each class gets. So 1.0 makes every sample a head, and 1 one
        sample a class.
    progress
        Told how many heads are found.

    Returns
    -------
    Clustering
        A class with fewer samples than the heads that were asked for is named in `stopped_early`.

    Raises
    ------
    InputError
        If the matrix is not square, symmetric and finite, the labels do not fit it, or `heads` is neither.
    """
    head_count = _head_count(heads)
    kernel = as_kernel_matrix(matrix)
    return cluster_by_farthest_points(kernel, as_labels(labels, len(kernel)), head_count, progress)


def _head_count(heads: float | int) -> Callable[[int], int]:
    """How many heads a class of a given size gets."""
    if is_number(heads):
        if isinstance(heads, int | np.integer) and heads >= 1:
            return lambda size: int(heads)
        if isinstance(heads, float | np.floating) and 0 < heads <= 1:
            return lambda size: count_of_share(float(heads), size)
    raise InputError(
        f"heads is {heads!r}: give a share above 0 and at most 1.0, or a whole number of heads a class.",
        field="heads",
    )
