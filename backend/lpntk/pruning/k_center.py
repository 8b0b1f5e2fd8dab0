"""By covering: farthest points in the distances of a kernel (Sener and Savarese, 2018)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import chunks
from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

CACHED_NUMBERS = 1 << 19
"""How many numbers of a class are read for each centre: what a core's cache holds."""
FEWEST_COLUMNS = 32

Points = NDArray[np.floating]


@strategy(
    "k-center",
    "Greedy k-centre",
    "Keeps samples so that none of a class is far from one that stays, as the features of its gradient say "
    "(Sener and Savarese 2018).",
    "geometry",
)
def k_center(material: Material) -> Ranking:
    """The first centre is the one nearest to the class's mean, each next the one farthest from all before.

    Every sample becomes a centre in the end; the later, the sooner it goes. Of large classes only the leading
    directions of the features are read, which hold most of the distance.
    """
    rankings = []
    for everyone in material.classes:
        rows, unknown = everyone[~material.excluded[everyone]], everyone[material.excluded[everyone]]
        centres = _centres(_points(material, rows)) if len(rows) else np.empty(0, dtype=np.int64)
        rankings.append(ClassRanking(np.concatenate([unknown, rows[centres[::-1]]])))
    return Ranking(rankings, _explain)


def _explain(material: Material, going: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
    nearest, distance = np.empty(len(going), dtype=np.int64), np.empty(len(going))
    for everyone in material.classes:
        at = np.flatnonzero(material.labels[going] == material.labels[everyone[0]])
        if not len(at):
            continue
        rows = everyone[~material.excluded[everyone]]
        points, staying = _points(material, rows), np.flatnonzero(stays[rows])
        for part in chunks(at):
            own = points[np.searchsorted(rows, going[part])]
            nearest[part], distance[part] = _nearest(own, points[staying])
            nearest[part] = rows[staying[nearest[part]]]
    return [
        f"covered by {centre}, at a distance of {far:.2g}, which stays"
        for centre, far in zip(material.indices[nearest].tolist(), distance.tolist(), strict=True)
    ]


def _points(material: Material, rows: NDArray[np.int64]) -> Points:
    if material.features is not None:
        columns = max(FEWEST_COLUMNS, CACHED_NUMBERS // len(rows))
        return np.ascontiguousarray(material.features[rows, :columns])
    assert material.matrix is not None, "prune() checks that what a strategy needs is there"
    kappa = material.matrix.block(rows, rows).astype(np.float64)
    values, vectors = np.linalg.eigh((kappa + kappa.T) / 2)
    return vectors * np.sqrt(np.maximum(values, 0))


def _centres(points: Points) -> NDArray[np.int64]:
    """(n,) every point, in the order in which they become centres (ties: the first)."""
    squares = np.einsum("nr,nr->n", points, points)
    centre = int((squares - 2 * points @ points.mean(axis=0)).argmin())
    left, apart = np.arange(len(points)), np.full(len(points), np.inf)
    centres = np.empty(len(points), dtype=np.int64)
    picked = 0
    for place in range(len(centres)):
        centres[place] = left[centre]
        # By one core: a product this small takes longer to share out, and there are many of them.
        to_it = squares + squares[centre] - 2 * np.einsum("nr,r->n", points, points[centre])
        apart = np.minimum(apart, np.maximum(to_it, 0))
        apart[centre] = -1
        picked += 1
        # Each round reads the points that are left: those that are centres must not be many of them.
        if 2 * picked > len(left):
            inside = apart >= 0
            left, apart, squares, points = left[inside], apart[inside], squares[inside], points[inside]
            picked = 0
        centre = int(apart.argmax()) if len(apart) else 0
    return centres


def _nearest(points: Points, centres: Points) -> tuple[NDArray[np.int64], NDArray[np.floating]]:
    """(n,) which of the centres is nearest to each point, and (n,) how far it is."""
    squared = (
        np.einsum("nr,nr->n", points, points)[:, None]
        + np.einsum("nr,nr->n", centres, centres)
        - 2 * points @ centres.T
    )
    nearest = squared.argmin(axis=1)
    return nearest, np.sqrt(np.maximum(squared[np.arange(len(points)), nearest], 0))
