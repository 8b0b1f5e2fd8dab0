"""What a left-out prediction is made of: q_i is the sum over the others j of w_ij Y_j."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lpntk.evidence.ridge import leverages


def weights(
    blocks: Iterable[NDArray[np.floating]],
    features: NDArray[np.floating],
    row: int,
    eigenvalues: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """(N,) float64: w_ij = b_i^T (B^T B + l I)^-1 b_j / (1 - h_i), and 0 for the sample itself.

    Parameters
    ----------
    blocks
        The features of all samples, in parts by rows.
    features
        (R,): the sample's own.
    row
        Which of all it is.
    """
    inverse = 1 / (eigenvalues + ridge)
    mine = features.astype(np.float64)
    direction = inverse * mine / (1 - leverages(mine[None], inverse)[0])
    found = np.concatenate([block @ direction.astype(block.dtype) for block in blocks]).astype(np.float64)
    found[row] = 0
    return found


def strongest(
    weights: NDArray[np.float64], labels: NDArray[np.int64], label: int, k: int
) -> NDArray[np.int64]:
    """Rows of the at most k samples of a class whose weights are the largest and above 0; ties by row."""
    rows = np.flatnonzero((labels == label) & (weights > 0))
    return rows[np.argsort(-weights[rows], kind="stable")[:k]]


def support(weights: NDArray[np.float64], labels: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """(K,) float64: the sum of the weights of each class's samples."""
    return np.bincount(labels, weights, minlength=classes).astype(np.float64)
