"""By merging what is most alike: single linkage, one sample a group."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import cosine
from lpntk.pruning.chains import chained
from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

NEIGHBOURS = 20

Merges = list[tuple[int, int]]
"""Pairs of rows whose groups merge, the most similar first."""


@strategy(
    "hierarchical",
    "Merged groups",
    "Merges the most similar of each class until as many groups are left as samples are to stay, and keeps "
    "the most typical of each.",
    "summary",
    wants_matrix=True,
)
def hierarchical(material: Material) -> Ranking:
    """Single linkage on the matrix where it is kept, else on the graph of nearest neighbours of the class.

    At each merge the less typical of the two that stand for their groups goes.
    """
    from scipy.cluster.hierarchy import DisjointSet  # takes its time to import

    typical = np.nan_to_num(material.own_class_mean, nan=-np.inf)
    into = np.full(len(material.labels), -1, dtype=np.int64)

    def rank(rows: NDArray[np.int64], merges: Merges) -> ClassRanking:
        groups = DisjointSet(rows.tolist())
        stands = {row: row for row in rows.tolist()}
        going: list[int] = []
        for one, other in merges:
            first, second = groups[one], groups[other]
            if first == second:
                continue
            pair = (stands[first], stands[second])
            stay, go = sorted(pair, key=lambda row: (-typical[row], row))
            groups.merge(one, other)
            stands[groups[one]] = stay
            into[go] = stay
            going.append(go)
        last = np.setdiff1d(rows, going)
        return ClassRanking(np.array([*going, *last[np.argsort(typical[last], kind="stable")]]))

    merges = _by_matrix(material) if material.matrix is not None else _by_graph(material)
    explain = partial(
        chained,
        into,
        ending=", the most typical of its group, which stays",
        alone="alone in its group, and less typical of its class than those that stay",
    )
    return Ranking([rank(rows, own) for rows, own in zip(material.classes, merges, strict=True)], explain)


def _by_matrix(material: Material) -> list[Merges]:
    return [_of_class(material, rows) for rows in material.classes]


def _of_class(material: Material, rows: NDArray[np.int64]) -> Merges:
    if len(rows) == 1:
        return []
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    assert material.matrix is not None, "without one the graph is taken"
    kappa = material.matrix.block(rows, rows).astype(np.float64)
    length = np.sqrt(kappa.diagonal())
    distance = 1 - cosine(kappa, length[:, None] * length)
    distance = (distance + distance.T) / 2
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="single")
    # Of a group any member will do, to say which group it is.
    member = [*rows.tolist()]
    merges: Merges = []
    for one, other in tree[:, :2].astype(np.int64).tolist():
        merges.append((member[one], member[other]))
        member.append(member[one])
    return merges


def _by_graph(material: Material) -> list[Merges]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    rows, similarity = material.nearest_of_class(NEIGHBOURS)
    at, column = np.nonzero(rows >= 0)
    # An entry of 0 would be no edge.
    weight = 2 - similarity[at, column]
    size = len(material.labels)
    graph = coo_array((weight, (at, rows[at, column])), shape=(size, size)).tocsr()
    # Who is a neighbour may be so one way alone; what two resemble each other by is the same both ways.
    tree = minimum_spanning_tree(graph.maximum(graph.T)).tocoo()
    order = np.argsort(tree.data, kind="stable")
    first, second = tree.row[order], tree.col[order]
    label = material.labels[first]
    return [
        list(zip(first[label == own].tolist(), second[label == own].tolist(), strict=True))
        for own in np.unique(material.labels)
    ]
