"""The features that take a kernel apart: orthogonal columns, the strongest first."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

# Directions below this share of the strongest are what rounding left.
NEGLIGIBLE = 1e-12


def of_kernel(matrix: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features whose dot products are a kernel.

    Parameters
    ----------
    matrix
        (N, N) floating, symmetric and positive semi-definite up to rounding; taken apart in float64.

    Returns
    -------
    features, eigenvalues
        (N, R) and (R,) float64, R at most N.
    """
    eigenvalues, vectors = _take_apart(matrix)
    return vectors * np.sqrt(eigenvalues), eigenvalues


def directions(gram: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How to turn features so that their columns are orthogonal.

    Parameters
    ----------
    gram
        (W, W) floating: the features' products X^T X.

    Returns
    -------
    vectors, eigenvalues
        (W, R) and (R,) float64, R at most W: the columns of X @ vectors are orthogonal, and the eigenvalues
        are their sums of squares.
    """
    eigenvalues, vectors = _take_apart(gram)
    return vectors, eigenvalues


def _take_apart(matrix: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = torch.from_numpy(np.array(matrix, dtype=np.float64))
    eigenvalues, vectors = (part.numpy() for part in torch.linalg.eigh(values))
    eigenvalues, vectors = eigenvalues[::-1], vectors[:, ::-1]
    there = max(1, int((eigenvalues > NEGLIGIBLE * max(eigenvalues[0], 0)).sum()))
    return np.maximum(eigenvalues[:there], 0), np.ascontiguousarray(vectors[:, :there])
