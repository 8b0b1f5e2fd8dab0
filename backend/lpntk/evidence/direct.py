"""The regression on a part of the samples, directly: where a matrix of all pairs is no matter.

With D = diag(eigenvalues) + ridge I, which is B^T B + ridge I, and S the samples that go,
(D - B_S^T B_S)^-1 = D^-1 + D^-1 B_S^T (I - H_SS)^-1 B_S D^-1, where H = B D^-1 B^T is the hat matrix of all
samples (Woodbury; ESL, section 7.10, leaves one out so). H is made once, and each set is then a Cholesky
factor of its own size. Of few that stay it is their own kernel that is factored.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FEW = 0.25
"""Of fewer that stay than this share, their kernel is less work than the hat matrix of all others."""


def hat_matrix(
    features: NDArray[np.floating], eigenvalues: NDArray[np.float64], ridge: float
) -> NDArray[np.float32]:
    """(N, N) float32: H, which gives the predictions of all samples from their targets."""
    scaled = features * (1 / np.sqrt(eigenvalues + ridge)).astype(np.float32)
    hat: NDArray[np.float32] = scaled.astype(np.float32, copy=False) @ scaled.T.astype(np.float32, copy=False)
    return hat


def refit_directly(
    features: NDArray[np.floating],
    hat: NDArray[np.float32],
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
    hat
        (N, N): the `hat_matrix` of all samples.
    """
    if keeps.mean() <= FEW:
        part = features[keeps]
        kernel = part @ part.T
        kernel[np.diag_indices(len(kernel))] += kernel.dtype.type(ridge)
        return np.asarray(part.T @ _solved(kernel, targets[keeps]), dtype=np.float64)
    inverse = 1 / (eigenvalues + ridge)[:, None]
    gone = np.flatnonzero(~keeps)
    part = features[gone]
    wanted = inverse * (projected - part.T @ targets[gone].astype(part.dtype))
    if not len(gone):
        return wanted
    among = -hat[np.ix_(gone, gone)]
    among[np.diag_indices(len(gone))] += 1
    added: NDArray[np.float64] = part.T @ _solved(among, part @ wanted.astype(part.dtype))
    return wanted + inverse * added


def _solved(matrix: NDArray[np.floating], wanted: NDArray[np.floating]) -> NDArray[np.floating]:
    """The solution of a symmetric positive definite system, in the matrix's own arithmetic."""
    from scipy.linalg import cho_factor, cho_solve  # takes its time to import

    factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    solution: NDArray[np.floating] = cho_solve(factor, wanted.astype(matrix.dtype), check_finite=False)
    return solution
