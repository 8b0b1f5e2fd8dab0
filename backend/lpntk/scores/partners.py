"""How many others have a relation to each sample: what two scores share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import RULES, Relation
from lpntk.domain.partners import count_partners
from lpntk.scores.base import Known

NEEDS = ("histogram", "others", "self_kernel")
"""Of `Known`, beside the similarities that are listed."""


def partners(known: Known, relation: Relation, listed: NDArray[np.float32]) -> NDArray[Any]:
    """(n,) float64: the number, or the best guess, at the default threshold; NaN without a gradient.

    Parameters
    ----------
    relation
        Interchangeable or contradictory, whose neighbours are searched for among all others.
    listed
        (n, k) float32: the similarities of the neighbours that are kept.
    """
    reach = listed[:, -1] if listed.shape[1] else np.full(len(listed), np.nan)
    found = count_partners(
        RULES[relation],
        None,
        listed=listed,
        is_whole=True,
        reach=reach,
        histogram=known.histogram,
        others=int(known.others),
    )
    return without_gradient(known, found.count)


def strongest(known: Known, listed: NDArray[np.float32]) -> NDArray[Any]:
    """(n,) float64: the similarity of the first that is listed; NaN without one, or without a gradient."""
    if not listed.shape[1]:
        return np.full(len(listed), np.nan)
    return without_gradient(known, listed[:, 0])


def without_gradient(known: Known, values: NDArray[Any]) -> NDArray[Any]:
    """The values as float64, NaN where a sample has no gradient, so that it relates to none."""
    return np.where(known.self_kernel > 0, values, np.nan)
