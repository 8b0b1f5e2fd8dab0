"""One of each group of near duplicates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.chains import chained
from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

NEIGHBOURS = 20
ALONE = "among the most typical of its class, of which fewer stay"


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
    found = doubles(rows, similarity, material.own_class_mean)
    explain = partial(
        chained,
        found.double_of,
        ending=", of which it is a near duplicate and which stays",
        alone=ALONE,
    )
    return found.ranking(material, explain)


@dataclass(frozen=True, eq=False)
class Doubles:
    """Who is a near duplicate of whom.

    Attributes
    ----------
    place
        (N,) int64: of each sample among all, the least typical first.
    double_of
        (N,) int64: the most similar one of those that came before it; -1 for none.
    closest
        (N,) float64: the similarity to it; -inf for none.
    """

    place: NDArray[np.int64]
    double_of: NDArray[np.int64]
    closest: NDArray[np.float64]

    def ranking(
        self,
        material: Material,
        explain: Callable[[Material, NDArray[np.int64], NDArray[np.bool_]], list[str]],
    ) -> Ranking:
        """The sample most similar to one that came before it goes first."""
        order = [group[np.lexsort((-self.place[group], -self.closest[group]))] for group in material.classes]
        return Ranking([ClassRanking(group) for group in order], explain, -self.closest)


def doubles(
    rows: NDArray[np.int64], similarity: NDArray[np.floating], class_mean: NDArray[np.floating]
) -> Doubles:
    """Who is a near duplicate of whom.

    Parameters
    ----------
    rows, similarity
        (N, k): the most similar samples of one's class, -1 and -inf where there are no more.
    class_mean
        (N,): the mean similarity to one's class; NaN where there is none.
    """
    mean = np.nan_to_num(class_mean, nan=-np.inf)
    typical = np.lexsort((np.arange(len(mean)), mean))
    place = np.empty(len(mean), dtype=np.int64)
    place[typical] = np.arange(len(mean))
    earlier = (rows >= 0) & (place[rows] < place[:, None])
    first = earlier.argmax(axis=1)
    covered = earlier.any(axis=1)
    at = np.arange(len(mean))
    # Who resembles nobody that came before it, as far as is known, is no duplicate.
    closest = np.where(covered, similarity[at, first], -np.inf)
    return Doubles(place, np.where(covered, rows[at, first], -1), closest)
