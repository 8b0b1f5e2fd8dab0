"""The gradient norm of the loss (GraNd, Paul et al. 2021)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.scores.base import Group, Known, Score


def grand(known: Known) -> NDArray[Any]:
    """(n,) float64: the length of the loss's gradient, sqrt(K kappa(i, i)) of the residual kernel."""
    return np.sqrt(known.residual_gradient)


GRAND = Score(
    name="grand",
    title="GraNd",
    help="The length of the gradient of its loss at the checkpoint: how hard it still pulls.",
    of=grand,
    needs=("residual_gradient",),
    group=Group.GRADIENT,
    suspicious="high",
)
