"""Hierarchical clustering by single linkage."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from lpntk.domain import KernelMatrix
from lpntk.domain.arrays import MatrixLike, as_kernel_matrix, as_labels


def hierarchical_clusters(matrix: MatrixLike, labels: ArrayLike) -> list[NDArray[np.float64]]:
    """Merge the samples of each class in descending order of similarity.

    Parameters
    ----------
    matrix
        (N, N) symmetric kernel matrix, or a `KernelMatrix`, of which each class's block is read.
    labels
        (N,) whole numbers from 0.

    Returns
    -------
    list of (n - 1, 4) float64
        For each class that occurs, in ascending order, its linkage as SciPy writes it; observation i is the
        class's i-th sample in row order. A merge at kernel value kappa has the height max - kappa, where max
        is the largest kernel value within the class. A class of one sample has the empty linkage (0, 4).

    Raises
    ------
    InputError
        If the matrix is not square, symmetric and finite, or the labels do not fit it.

    Examples
    --------
    >>> import numpy as np, lpntk
    >>> features = np.array([[3.0, 0], [2, 0], [0, 1]])
    >>> (linkage,) = lpntk.hierarchical_clusters(features @ features.T, [0, 0, 0])
    >>> linkage  # the first two merge at kappa = 6, which is 3 below the largest
    array([[0., 1., 3., 2.],
           [2., 3., 9., 3.]])
    """
    kernel = as_kernel_matrix(matrix)
    numbers = as_labels(labels, len(kernel))
    return [_single_linkage(kernel, np.flatnonzero(numbers == label)) for label in np.unique(numbers)]


def _single_linkage(kernel: KernelMatrix, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    if len(rows) == 1:
        return np.empty((0, 4))
    similarity = kernel.block(rows, rows).astype(np.float64)
    distance = similarity.max() - similarity
    np.fill_diagonal(distance, 0)
    return linkage(squareform(distance, checks=False), method="single")
