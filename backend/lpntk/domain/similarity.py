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
