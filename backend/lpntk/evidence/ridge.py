"""Ridge regression of the labels, every sample left out once, in closed form.

With features b_i (the rows of B, orthogonal columns), targets Y = one-hot - 1/K and a ridge l, let
A = B^T B + l I, h_i = b_i^T A^-1 b_i and f_i = b_i^T A^-1 B^T Y. What all others predict of i is then
q_i = (f_i - h_i Y_i) / (1 - h_i) (Allen's PRESS, 1974; Hastie, Tibshirani, Friedman, ESL, section 7.10).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

RIDGES = tuple(float(ridge) for ridge in np.logspace(-3, 2, 11))
"""What is tried, for a kernel whose diagonal is 1 on average."""

_ALL_BUT_ITSELF = 1 - 1e-12

Block = tuple[NDArray[np.floating], NDArray[np.int64]]
"""Features (n, R) of some samples, and their labels (n,)."""


def targets(labels: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """(n, K) float64: one-hot less 1/K."""
    return np.eye(classes)[labels] - 1 / classes


def solution(projected: NDArray[np.float64], inverse: NDArray[np.float64]) -> NDArray[np.float64]:
    """(R, K) float64: the coefficients.

    Parameters
    ----------
    projected
        (R, K): B^T Y.
    inverse
        (R,): 1 / (eigenvalue + ridge).
    """
    return inverse[:, None] * projected


def leverages(features: NDArray[np.floating], inverse: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) float64: h_i, below 1."""
    wide = features.astype(np.float64, copy=False)
    return np.minimum(np.square(wide) @ inverse, _ALL_BUT_ITSELF)


def left_out(
    features: NDArray[np.floating],
    labels: NDArray[np.int64],
    projected: NDArray[np.float64],
    eigenvalues: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """(n, K) float64: q, what all others predict of each of some samples.

    Parameters
    ----------
    features, labels
        (n, R) and (n,) of these samples.
    projected, eigenvalues
        (R, K) and (R,) of all samples: B^T Y, and the columns' sums of squares.
    ridge
        Above 0.
    """
    inverse = 1 / (eigenvalues + ridge)
    wide = features.astype(np.float64, copy=False)
    fitted = wide @ solution(projected, inverse)
    h = leverages(wide, inverse)[:, None]
    return (fitted - h * targets(labels, projected.shape[1])) / (1 - h)


def best_ridge(
    blocks: Iterable[Block],
    projected: NDArray[np.float64],
    eigenvalues: NDArray[np.float64],
    ridges: tuple[float, ...] = RIDGES,
) -> tuple[float, NDArray[np.float64]]:
    """The ridge whose left-out predictions are nearest to the labels.

    Returns
    -------
    ridge, losses
        The first with the lowest loss, and (L,) float64: the mean over samples of ||q_i - Y_i||^2 for each.
    """
    total, count = np.zeros(len(ridges)), 0
    for features, labels in blocks:
        wide, wanted = features.astype(np.float64, copy=False), targets(labels, projected.shape[1])
        count += len(labels)
        for at, ridge in enumerate(ridges):
            total[at] += np.square(left_out(wide, labels, projected, eigenvalues, ridge) - wanted).sum()
    losses = total / count
    return ridges[int(losses.argmin())], losses
