"""By covering: farthest points in the distances of a kernel (Sener and Savarese, 2018)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material
from lpntk.pruning.shares import staying_by_class
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

CACHED_NUMBERS = 1 << 19
"""How many numbers of a class are read for each centre: what a core's cache holds."""
FEWEST_COLUMNS = 32


@strategy(
    "k-center",
    "Greedy k-centre",
    "Keeps samples so that none of a class is far from one that stays, as the features of its gradient say "
    "(Sener and Savarese 2018).",
    "geometry",
)
def k_center(material: Material) -> Ranking:
    """The first centre is the one nearest to the class's mean, each next the one farthest from all before.

    Of large classes only the leading directions of the features are read, which hold most of the distance.
    """
    nearest = np.arange(len(material.labels))
    distance = np.zeros(len(material.labels))
    rankings = []
    quotas = staying_by_class(material.keep, [len(rows) for rows in material.classes])
    for everyone, quota in zip(material.classes, quotas.tolist(), strict=True):
        rows, unknown = everyone[~material.excluded[everyone]], everyone[material.excluded[everyone]]
        if not len(rows):
            rankings.append(ClassRanking(everyone))
            continue
        centres, owner, apart = _centres(_points(material, rows), min(quota, len(rows)))
        nearest[rows], distance[rows] = rows[centres][owner], np.sqrt(apart)
        others = np.setdiff1d(np.arange(len(rows)), centres)
        closest_first = others[np.argsort(apart[others], kind="stable")]
        rankings.append(ClassRanking(np.concatenate([unknown, rows[closest_first], rows[centres[::-1]]])))

    def explain(going: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        return [
            f"covered by {material.indices[centre]}, at a distance of {far:.2g}, which stays"
            for centre, far in zip(nearest[going].tolist(), distance[going].tolist(), strict=True)
        ]

    return Ranking(rankings, explain)


def _points(material: Material, rows: NDArray[np.int64]) -> NDArray[np.floating]:
    if material.features is not None:
        columns = max(FEWEST_COLUMNS, CACHED_NUMBERS // len(rows))
        return np.ascontiguousarray(material.features[rows, :columns])
    assert material.matrix is not None, "prune() checks that what a strategy needs is there"
    kappa = material.matrix.block(rows, rows).astype(np.float64)
    values, vectors = np.linalg.eigh((kappa + kappa.T) / 2)
    return vectors * np.sqrt(np.maximum(values, 0))


def _centres(
    points: NDArray[np.floating], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.floating]]:
    """`count` centres (C,), and for each point which of them is nearest and the squared distance to it."""
    squares = np.einsum("nr,nr->n", points, points)
    centre = int((squares - 2 * points @ points.mean(axis=0)).argmin())
    centres, owner = [], np.zeros(len(points), dtype=np.int64)
    apart = np.full(len(points), np.inf)
    for number in range(count):
        centres.append(centre)
        to_it = np.maximum(squares + squares[centre] - 2 * (points @ points[centre]), 0)
        to_it[centre] = 0
        closer = to_it < apart
        apart = np.where(closer, to_it, apart)
        owner[closer] = number
        free = apart.copy()
        free[centres] = -1
        centre = int(free.argmax())
    return np.array(centres, dtype=np.int64), owner, apart
