"""By the clusters around farthest points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Clustering
from lpntk.pruning.material import Material
from lpntk.pruning.shares import staying_by_class
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy, strategy_by_share


@strategy(
    "fpc-heads",
    "Cluster heads",
    "Splits each class into as many clusters as samples are to stay, and keeps the heads.",
    "farthest points",
)
def fpc_heads(material: Material) -> Ranking:
    """Every sample becomes a head in the end; the later, the sooner it goes. Who cannot be one goes first."""
    whole = material.clusters_around(1.0)
    is_head = _is_head(whole)

    def rank(rows: NDArray[np.int64]) -> ClassRanking:
        return ClassRanking(np.concatenate([rows[~is_head[rows]], _youngest_first(whole, rows)]))

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        clusters = material.clusters_around([int(stays[own].sum()) for own in material.classes])
        heads = clusters.heads[clusters.assignment[rows]]
        likeness = material.likeness(rows, heads, clusters.similarity[rows])
        return [f"{words}, the head of its cluster, which stays" for words in likeness]

    return Ranking([rank(rows) for rows in material.classes], explain)


@strategy_by_share(
    "fpc-random",
    "One of each cluster",
    "Splits each class into as many clusters as samples are to stay, and keeps one random member of each.",
    "farthest points",
    draws=True,
)
def fpc_random(material: Material, keep: float) -> Ranking:
    """The first of each cluster in a shuffle stays; those of the youngest clusters would be next to go.

    An excluded sample is drawn only where its class has no other.
    """
    clusters = material.clusters_around(staying_by_class(keep, [len(rows) for rows in material.classes]))
    shuffled = [material.shuffled(rows, "fpc-random") for rows in material.classes]
    everyone = np.concatenate(shuffled)
    everyone = everyone[np.argsort(material.excluded[everyone], kind="stable")]
    chosen = everyone[np.unique(clusters.assignment[everyone], return_index=True)[1]]

    def rank(drawn: NDArray[np.int64]) -> ClassRanking:
        own = chosen[np.unique(clusters.assignment[drawn])]
        return ClassRanking(np.concatenate([drawn[~np.isin(drawn, own)], own[::-1]]))

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        others = chosen[clusters.assignment[rows]]
        likeness = material.likeness(rows, others, _known_kappa(clusters, rows, others))
        return [f"{words}, drawn from its cluster, which stays" for words in likeness]

    return Ranking([rank(drawn) for drawn in shuffled], explain)


@strategy(
    "fpc-largest",
    "Thin the largest clusters",
    "Drops, cluster by cluster from the largest of each class, the members most similar to its head.",
    "clustering",
)
def fpc_largest(material: Material) -> Ranking:
    """The largest cluster (ties: the older) goes down to its head, then the next; then the youngest heads."""
    clusters = material.clusters
    is_head = _is_head(clusters)
    sizes = clusters.sizes()

    def rank(rows: NDArray[np.int64]) -> ClassRanking:
        members = _nearest_first(clusters, rows[~is_head[rows]])
        position = clusters.assignment[members]
        by_cluster = np.lexsort((position, -sizes[position]))
        return ClassRanking(np.concatenate([members[by_cluster], _youngest_first(clusters, rows)]))

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        position = clusters.assignment[rows]
        heads = clusters.heads[position]
        likeness = material.likeness(rows, heads, clusters.similarity[rows])
        left = np.bincount(material.labels[stays], minlength=material.labels.max() + 1)
        return [
            f"{words}, the head of its cluster of {size}, which stays"
            if head_stays
            else f"only the {left[label]} oldest cluster heads of class {label} stay"
            for words, size, head_stays, label in zip(
                likeness, sizes[position], stays[heads], material.labels[rows], strict=True
            )
        ]

    return Ranking([rank(rows) for rows in material.classes], explain)


def _is_head(clusters: Clustering) -> NDArray[np.bool_]:
    is_head = np.zeros(len(clusters.assignment), dtype=np.bool_)
    is_head[clusters.heads] = True
    return is_head


def _known_kappa(
    clusters: Clustering, rows: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float32]:
    """(n,) float32: kernel values between members of the same cluster if one is its head; else NaN."""
    heads = clusters.heads[clusters.assignment[rows]]
    of_head = np.where(rows == heads, clusters.similarity[others], np.float32(np.nan))
    return np.where(others == heads, clusters.similarity[rows], of_head)


def _nearest_first(clusters: Clustering, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return rows[np.argsort(-clusters.similarity[rows], kind="stable")]


def _youngest_first(clusters: Clustering, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The heads among the rows of a class, the last to become one at the front."""
    positions = np.unique(clusters.assignment[rows])
    return clusters.heads[positions[::-1]]
