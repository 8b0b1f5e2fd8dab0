"""The regression solved again without some samples, or with other labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, cg

from lpntk.domain import LpntkError

TOLERANCES = {np.dtype(np.float32): 1e-6, np.dtype(np.float64): 1e-10}
"""Of the residual, relative to the right-hand side: what the features' own rounding makes sense of."""
MAX_STEPS = 2_000

_ROWS = 4096


def refit(
    features: NDArray[np.floating],
    targets: NDArray[np.float64],
    projected: NDArray[np.float64],
    keeps: NDArray[np.bool_],
    eigenvalues: NDArray[np.float64],
    ridge: float,
    start: NDArray[np.float64] | None = None,
    tolerance: float | None = None,
) -> NDArray[np.float64]:
    """(R, K) float64: the coefficients of the ridge regression on the samples that stay.

    By preconditioned conjugate gradients (Saad, Iterative Methods for Sparse Linear Systems, 9.2). The
    columns of B are orthogonal, so that B_S^T B_S of the samples S that stay is diagonal less what the others
    take off it, and its share of the whole is a preconditioner with which few steps do.

    Parameters
    ----------
    features
        (N, R): B, of all samples; may be mapped from a file.
    targets
        (N, K): Y, as the labels are to be.
    projected
        (R, K): B^T Y.
    keeps
        (N,): which samples stay.
    eigenvalues, ridge
        (R,) and a number above 0.
    start
        (R, K): the coefficients of something near.
    tolerance
        Of the residual, relative to the right-hand side; None is what the features' rounding makes sense of.
    """
    # Whichever are fewer: the products of those that stay, or of those that go, taken off all.
    few_stay = int(keeps.sum()) * 2 <= len(keeps)
    rows = np.flatnonzero(keeps if few_stay else ~keeps)
    part = np.ascontiguousarray(features[rows])

    def apply(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        among = _gram_times(part, vectors)
        if few_stay:
            return among + ridge * vectors
        return (eigenvalues + ridge)[:, None] * vectors - among

    its = _transposed_times(part, targets[rows])
    wanted = its if few_stay else projected - its
    shape, share = wanted.shape, max(float(keeps.mean()), 1 / len(keeps))
    nearly = 1 / (share * eigenvalues + ridge)[:, None]
    # The K systems have one matrix: side by side they are one system, which reads the features K times less.
    found, steps_left = cg(
        _operator(wanted.size, lambda flat: apply(flat.reshape(shape))),
        wanted.ravel(),
        x0=None if start is None else start.ravel(),
        rtol=TOLERANCES[np.dtype(features.dtype)] if tolerance is None else tolerance,
        maxiter=MAX_STEPS,
        M=_operator(wanted.size, lambda flat: nearly * flat.reshape(shape)),
    )
    if steps_left:
        raise LpntkError(f"The forecast did not come to an end within {MAX_STEPS:,} steps.")
    return found.reshape(shape)


def _operator(size: int, apply: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> LinearOperator:
    return LinearOperator((size, size), matvec=lambda flat: apply(flat).ravel(), dtype=np.float64)


def _gram_times(part: NDArray[np.floating], vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return _transposed_times(part, part @ vectors.astype(part.dtype))


def _transposed_times(features: NDArray[np.floating], values: NDArray[np.floating]) -> NDArray[np.float64]:
    total = np.zeros((features.shape[1], values.shape[1]))
    for first in range(0, len(features), _ROWS):
        rows = slice(first, first + _ROWS)
        total += features[rows].T @ values[rows].astype(features.dtype, copy=False)
    return total
