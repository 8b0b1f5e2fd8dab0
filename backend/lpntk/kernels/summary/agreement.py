"""How far two kernels over the same samples agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def neighbour_recall(one: NDArray[np.int64], other: NDArray[np.int64], excluded: ArrayLike = ()) -> float:
    """The mean share of a sample's neighbours that the other kernel has among as many; NaN without samples.

    Parameters
    ----------
    one, other
        (N, k) int64: neighbours of the same relation, by row.
    excluded
        Rows that have no neighbours to speak of.
    """
    counts = np.setdiff1d(np.arange(len(one)), np.asarray(excluded, dtype=np.int64))
    if not len(counts) or not one.shape[1]:
        return float("nan")
    hits = (one[counts, :, None] == other[counts, None, :]).any(axis=2)
    return float(hits.mean())


def chance_recall(labels: NDArray[np.int64], k: int) -> tuple[float, float]:
    """What `neighbour_recall` would be of k drawn at random: of all others, and of the others of one's class.

    Parameters
    ----------
    labels
        (N,) int64.
    """
    others = np.bincount(labels)[labels] - 1
    within = np.minimum(1, k / np.maximum(others, 1))
    return float(min(1, k / max(len(labels) - 1, 1))), float(within.mean())


def seeded_pairs(size: int, count: int, rows: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(R,) rows drawn from `size`, and (P, 2) pairs of a place among them and another row than that one.

    Parameters
    ----------
    size
        N.
    count
        P, or as many as there are where those are fewer.
    rows
        R at most.
    seed
        The same gives the same.
    """
    generator = np.random.default_rng(seed)
    chosen = np.sort(generator.permutation(size)[:rows])
    every = len(chosen) * (size - 1)
    drawn = np.sort(generator.choice(every, size=min(count, every), replace=False, shuffle=False))
    places, others = np.divmod(drawn, size - 1)
    others += others >= chosen[places]
    return chosen, np.stack([places, others], axis=1)
