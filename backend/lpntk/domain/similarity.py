"""The cosine of the angle between two samples' features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def cosine(kappa: NDArray[Any], norms: NDArray[Any]) -> NDArray[Any]:
    """c = kappa / norms, within [-1, 1]; 0 where a sample has no gradient.

    Parameters
    ----------
    kappa
        Kernel values, floating.
    norms
        Of the same shape: the product of the two samples' norms, sqrt(kappa(i, i)) sqrt(kappa(j, j)).
    """
    c = np.divide(
        kappa, norms, out=np.zeros(norms.shape, dtype=np.result_type(kappa, norms)), where=norms > 0
    )
    return c.clip(-1, 1)


def unit_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, D) float32: the vectors with length 1; one of zeros stays as it is, and resembles none."""
    length = np.sqrt(np.einsum("nd,nd->n", vectors, vectors, dtype=np.float64))
    return (vectors / np.where(length > 0, length, 1)[:, None]).astype(np.float32)
