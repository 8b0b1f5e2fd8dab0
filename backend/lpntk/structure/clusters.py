"""Farthest point clustering of a matrix that a person may have brought."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lpntk.domain import Clustering, Progress, silent
from lpntk.domain.arrays import MatrixLike, as_kernel_matrix, as_labels, as_rows, class_kernels, diagonal
from lpntk.domain.structure import Heads
from lpntk.structure.farthest_point import farthest_points


def farthest_point_clusters(
    matrix: MatrixLike,
    labels: ArrayLike,
    heads: Heads = 0.1,
    progress: Progress = silent,
    *,
    excluded: ArrayLike = (),
) -> Clustering:
    """Cluster the samples of each class around heads that are as unlike each other as can be.

    Parameters
    ----------
    matrix
        (N, N) symmetric kernel matrix, or a `KernelMatrix`, of which little more than the heads' rows is
        read.
    labels
        (N,) whole numbers from 0.
    heads
        As a float the share of each class's n samples that become heads, in (0, 1], that is max(1, int(n *
        heads)) of them; as an int how many heads each class gets. So 1.0 makes every sample a head, and 1 one
        sample a class. As a sequence how many each of the classes gets, by label.
    progress
        Told how many heads are found.
    excluded
        Rows of samples of which the kernel knows nothing, such as `Kernel.excluded`: they become no heads
        (unless their class has no other sample) and stay in the first cluster of their class.

    Returns
    -------
    Clustering
        A class in which fewer samples could become heads than were asked for is named in `stopped_early`.

    Raises
    ------
    InputError
        If the matrix is not square, symmetric and finite, the labels or excluded rows do not fit it, or
        `heads` is neither a share nor a number.

    Examples
    --------
    >>> import numpy as np, lpntk
    >>> features = np.array([[3.0, 0], [2, 0.1], [0, 1]])
    >>> clusters = lpntk.farthest_point_clusters(features @ features.T, [0, 0, 0], heads=2)
    >>> clusters.heads, clusters.assignment
    (array([0, 2]), array([0, 0, 1]))
    """
    kernel = as_kernel_matrix(matrix)
    size = len(kernel)
    points = farthest_points(
        class_kernels(kernel),
        as_labels(labels, size),
        diagonal(kernel, np.arange(size)),
        heads=heads,
        excluded=as_rows(excluded, size, "excluded"),
        progress=progress,
    )
    return points.clustering(heads)
