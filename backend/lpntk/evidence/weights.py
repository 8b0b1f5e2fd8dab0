"""What a left-out prediction is made of: q_i is the sum over the others j of w_ij Y_j."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lpntk.evidence.ridge import leverages


def weights(
    blocks: Iterable[NDArray[np.floating]],
    features: NDArray[np.floating],
    rows: NDArray[np.int64],
    eigenvalues: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """(n, N) float64: w_ij = b_i^T (B^T B + l I)^-1 b_j / (1 - h_i), and 0 for the sample itself.

    Parameters
    ----------
    blocks
        The features of all samples, in parts by rows.
    features, rows
        (n, R) and (n,): those of the samples that are asked about, and which of all they are.
    eigenvalues, ridge
        (R,) and a number above 0.
    """
    inverse = 1 / (eigenvalues + ridge)
    mine = features.astype(np.float64)
    directions = inverse * mine / (1 - leverages(mine, inverse))[:, None]
    parts = [block @ directions.T.astype(block.dtype) for block in blocks]
    found = np.concatenate(parts).T.astype(np.float64)
    found[np.arange(len(rows)), rows] = 0
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
