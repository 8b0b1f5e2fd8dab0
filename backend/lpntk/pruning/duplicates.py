"""One of each group of near duplicates."""

from __future__ import annotations

from functools import partial

import numpy as np

from lpntk.pruning.chains import chained
from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

NEIGHBOURS = 20


@strategy(
    "semdedup",
    "Near duplicates",
    "Keeps one of each group of samples of a class that are closer than a threshold, which the share sets "
    "(SemDeDup, Abbas et al. 2023).",
    "summary",
)
def semdedup(material: Material) -> Ranking:
    """The least typical come first; the sample most similar to one that came before it goes first.

    Abbas et al. do so within k-means clusters of an embedding; here a class is the cluster, and its mean
    similarity the distance to the centroid.
    """
    rows, similarity = material.nearest_of_class(NEIGHBOURS)
    mean = np.nan_to_num(material.own_class_mean, nan=-np.inf)
    typical = np.lexsort((np.arange(len(mean)), mean))
    place = np.empty(len(mean), dtype=np.int64)
    place[typical] = np.arange(len(mean))
    earlier = (rows >= 0) & (place[rows] < place[:, None])
    first = earlier.argmax(axis=1)
    covered = earlier.any(axis=1)
    at = np.arange(len(mean))
    # Who resembles nobody that came before it, as far as is known, is no duplicate.
    closest = np.where(covered, similarity[at, first], -np.inf)
    double_of = np.where(covered, rows[at, first], -1)

    order = [group[np.lexsort((-place[group], -closest[group]))] for group in material.classes]
    explain = partial(
        chained,
        double_of,
        ending=", of which it is a near duplicate and which stays",
        alone="among the most typical of its class, of which fewer stay",
    )
    return Ranking([ClassRanking(group) for group in order], explain, -closest)
