"""From the rows of stored results to samples by index."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Relation, cosine
from lpntk.domain.partners import count_binned
from lpntk.domain.relations import RULES
from lpntk.pipeline.results import neighbours, scores, yours
from lpntk.pipeline.results.kernel_parts import included
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import ClusterView, NeighbourView, SamplePlaces, SampleTable, SampleView
from lpntk.store import checkpoints, datasets, structure, summaries
from lpntk.store.structure import Membership


def table(results: Results) -> SampleTable:
    """Every sample, column by column."""
    return SampleTable(**vars(places(results)), scores=scores.of_all(results))


def places(results: Results) -> SamplePlaces:
    """Every sample without its scores, column by column."""
    return SamplePlaces(
        index=results.indices,
        label=results.labels,
        head=results.heads,
        head_similarity=results.head_similarity,
        x=results.places[:, 0],
        y=results.places[:, 1],
        predicted=results.predictions[0],
    )


def clusters(results: Results) -> list[ClusterView]:
    """The clusters, the largest first (ties: the lower head)."""
    labels, indices, clustering = results.labels, results.indices, results.clustering
    views = []
    for head, rows in zip(clustering.heads.tolist(), clustering.groups(), strict=True):
        members = tuple(indices[rows].tolist())
        views.append(ClusterView(int(indices[head]), int(labels[head]), len(members), members))
    return sorted(views, key=lambda view: (-view.size, view.head))


def sample(results: Results, index: int, k: int, *, compute: bool = True) -> SampleView:
    """One sample with at most `k` neighbours of each relation. NotFoundError for an unknown index.

    Where `compute`, those of a sketch are ranked exactly first; see `neighbours.of_sample`.
    """
    indices, labels, row = results.indices, results.labels, results.row_of(index)
    summary = summaries.row(results.session, results.id, row)
    membership = structure.membership(results.session, results.id, row)
    predicted, label_probability = checkpoints.prediction(results.session, results.checkpoint_id, row)
    listed = neighbours.of_sample(results, row, k, summary, compute=compute)

    def of_relation(relation: Relation) -> tuple[NeighbourView, ...]:
        rows, similarity = listed.lists[relation]
        found = zip(indices[rows].tolist(), labels[rows].tolist(), similarity.tolist(), strict=True)
        return tuple(NeighbourView(*neighbour) for neighbour in found)

    return SampleView(
        index=index,
        label=int(labels[row]),
        predicted=predicted,
        head=int(indices[membership.head]),
        head_similarity=_similarity(results, membership, summary.self_kernel),
        location=datasets.location(results.session, results.dataset_id, index),
        scores=scores.of_one(results, row, summary, label_probability),
        own=yours.of_row(results, row),
        neighbours={relation: of_relation(relation) for relation in Relation},
        partners=listed.partners,
        histogram=summary.histogram,
        compared=int(summary.histogram.sum()),
        others=results.kernel.others,
        class_means=summary.class_means,
        exact=listed.exact,
        can_be_ranked=not listed.exact and not results.in_memory,
    )


def _similarity(results: Results, membership: Membership, self_kernel: float) -> float:
    """Of a sample and the head of its cluster."""
    head = summaries.self_kernel(results.session, results.id, membership.head)
    length = np.sqrt(np.float64(self_kernel)) * np.sqrt(np.float64(head))
    return float(cosine(np.asarray(membership.similarity), np.asarray(length)))


def histogram(results: Results) -> NDArray[np.int64]:
    """(HISTOGRAM_BINS,) int64: similarities of the ordered pairs that were compared, by bin."""
    return results.column("histogram")[included(results)].sum(axis=0)


def pairs(results: Results) -> tuple[int, int]:
    """How many pairs of different samples were compared for the histogram, and how many there are.

    Each sample of a large sketch was compared with the same m others, drawn at random: m (n - 1) ordered
    pairs, in which each pair of two of the m is twice.
    """
    others = results.kernel.others
    count, drawn = others + 1, int(histogram(results).sum()) // max(others, 1)
    return drawn * (drawn - 1) // 2 + drawn * (count - drawn), count * (count - 1) // 2


def relation_shares(results: Results) -> dict[Relation, float]:
    """Of each relation, at its default threshold, the share of the pairs that were compared."""
    counts = histogram(results)
    total = max(int(counts.sum()), 1)
    return {relation: int(count_binned(rule, None, counts)) / total for relation, rule in RULES.items()}


def class_means(results: Results) -> NDArray[np.float32]:
    """(K, K) float32: mean similarity of the samples of one class (axis 0) to another's (axis 1).

    NaN where there are none.
    """
    means = results.column("class_means")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing, which is NaN as it should be
        return np.stack(
            [np.nanmean(means[results.labels == label], axis=0) for label in range(means.shape[1])]
        )
