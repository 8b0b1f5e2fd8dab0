"""The regression on a part of the samples, directly: where a matrix of all pairs is no matter.

With D = diag(eigenvalues) + ridge I, which is B^T B + ridge I, and S the samples that go,
(D - B_S^T B_S)^-1 = D^-1 + D^-1 B_S^T (I - H_SS)^-1 B_S D^-1, where H = B D^-1 B^T is the hat matrix of all
samples (Woodbury; ESL, section 7.10, leaves one out so). Of few that stay it is their own kernel B_K B_K^T
that is solved with. Both matrices are made once, and each set is then a Cholesky factor of its own size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Pairs:
    """What is known of every two of N samples.

    Attributes
    ----------
    kernel, hat
        (N, N) float32: B B^T, and H, which gives the predictions of all samples from their targets.
    """

    kernel: NDArray[np.float32]
    hat: NDArray[np.float32]


def pairs_of(features: NDArray[np.floating], eigenvalues: NDArray[np.float64], ridge: float) -> Pairs:
    """The matrices of all pairs of some features (N, R)."""
    single = features.astype(np.float32, copy=False)
    scaled = single * (1 / np.sqrt(eigenvalues + ridge)).astype(np.float32)
    return Pairs(single @ single.T, scaled @ scaled.T)


def refit_directly(
    features: NDArray[np.floating],
    pairs: Pairs,
    targets: NDArray[np.float64],
    projected: NDArray[np.float64],
    keeps: NDArray[np.bool_],
    eigenvalues: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """(R, K) float64: the coefficients of the regression on the samples that stay, to float32's accuracy.

    Parameters
    ----------
    features, targets, projected, keeps, eigenvalues, ridge
        As of `refit`.
    pairs
        Of all samples.
    """
    stay, gone = np.flatnonzero(keeps), np.flatnonzero(~keeps)
    if len(stay) < len(gone):
        part = features[stay]
        solved = _solved(pairs.kernel[np.ix_(stay, stay)], ridge, targets[stay])
        return np.asarray(part.T @ solved.astype(part.dtype), dtype=np.float64)
    inverse, part = 1 / (eigenvalues + ridge)[:, None], features[gone]
    wanted: NDArray[np.float64] = inverse * (projected - part.T @ targets[gone].astype(part.dtype))
    if not len(gone):
        return wanted
    solved = _solved(-pairs.hat[np.ix_(gone, gone)], 1, part @ wanted.astype(part.dtype))
    return wanted + inverse * (part.T @ solved.astype(part.dtype)).astype(np.float64)


def _solved(
    matrix: NDArray[np.float32], diagonal: float, wanted: NDArray[np.floating]
) -> NDArray[np.float32]:
    """The solution with a symmetric matrix, positive definite once so much is on its diagonal."""
    from scipy.linalg import cho_factor, cho_solve  # takes its time to import

    matrix[np.diag_indices(len(matrix))] += np.float32(diagonal)
    factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    solution: NDArray[np.float32] = cho_solve(factor, wanted.astype(np.float32), check_finite=False)
    return solution
