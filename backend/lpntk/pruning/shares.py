"""How the samples that stay are shared out among the classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import count_of_share


def leaves_at(samples: int) -> NDArray[np.float64]:
    """(n,) float64: the share below which each sample of a class goes, the first to go at the front.

    The j-th that stays does so from the share (j - 1/2) / n on, and the first always. Taking the samples of
    all classes in this order is Sainte-Laguë's method: each class stays as near to its share as whole samples
    allow, and who stays at a share stays at every larger one. By largest remainders that would not hold
    (the Alabama paradox), and a plan could not be read off one order.
    """
    shares = (np.arange(samples, 0, -1) - 0.5) / samples
    shares[-1:] = 0
    return shares


def number_staying(keep: float, sizes: Sequence[int]) -> int:
    """How many samples of all classes stay: the share of them, and one of each class at least."""
    return max(len(sizes), count_of_share(keep, sum(sizes)))


def staying_by_class(keep: float, sizes: Sequence[int]) -> NDArray[np.int64]:
    """(C,) int64: how many samples of each class stay; of equal claims the earlier class's wins."""
    shares = np.concatenate([leaves_at(size) for size in sizes])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    first = np.lexsort((owner, shares))[: number_staying(keep, sizes)]
    return np.bincount(owner[first], minlength=len(sizes))
