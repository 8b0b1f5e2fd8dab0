"""Who stays for whom: for each sample that goes, the one that stays and is most like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import PruningPlan, Relation
from lpntk.domain.short import Short
from lpntk.pipeline.results.results import Results
from lpntk.store import summaries


@dataclass(frozen=True, eq=False, repr=False)
class StandIn(Short):
    """A sample that stays, and those that go and are of its label and like it.

    Attributes
    ----------
    stands
        Its index; None: of these samples nobody is known that stays, is of their label and near.
    label
        Of all of them.
    members
        (n,) int64: indices of those that go, the most similar first.
    similarity
        (n,) float32: c of each with who stands for it; NaN where there is nobody.
    """

    stands: int | None
    label: int
    members: NDArray[np.int64]
    similarity: NDArray[np.float32]


def stands_for(results: Results, plan: PruningPlan) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(P,) int64 index of who stands for each of `plan.pruned`, -1 where nobody is known; (P,) float32 c.

    That is the head of its cluster where it stays. If not, it is the most similar of its stored
    interchangeable neighbours that stays and has the same label. Of a sample without a gradient nobody is
    known.
    """
    labels, indices = results.labels, results.indices
    stays = np.isin(indices, plan.kept)
    rows = np.searchsorted(indices, plan.pruned)
    neighbours = summaries.neighbours(results.session, results.id, Relation.INTERCHANGEABLE)
    beside = neighbours.rows[rows]
    fits = stays[beside] & (labels[beside] == labels[rows, None])
    found = np.full(len(rows), -1)
    similarity = np.full(len(rows), np.nan, dtype=np.float32)
    with_one = np.flatnonzero(fits.any(axis=1))
    nearest = fits[with_one].argmax(axis=1)
    found[with_one] = beside[with_one, nearest]
    similarity[with_one] = neighbours.similarity[rows[with_one], nearest]
    clusters = results.clustering
    heads = clusters.heads[clusters.assignment[rows]]
    by_head = stays[heads]
    found[by_head], similarity[by_head] = heads[by_head], results.head_similarity[rows][by_head]
    unknown = np.isin(rows, results.kernel.excluded) | (found < 0)
    similarity[unknown] = np.nan
    return np.where(unknown, -1, indices[found]), similarity


def stand_ins(results: Results, plan: PruningPlan, label: int | None = None) -> list[StandIn]:
    """Who stands for whom, those who stand for most first; of one class where a label is given."""
    stands, similarity = stands_for(results, plan)
    labels = results.labels[np.searchsorted(results.indices, plan.pruned)]
    chosen = np.arange(len(stands)) if label is None else np.flatnonzero(labels == label)
    ordered = chosen[np.lexsort((plan.pruned[chosen], -similarity[chosen], labels[chosen], stands[chosen]))]
    group = np.stack([stands[ordered], labels[ordered]])
    changes = np.flatnonzero((np.diff(group) != 0).any(axis=0)) + 1
    groups = [
        StandIn(
            stands=None if stands[own[0]] < 0 else int(stands[own[0]]),
            label=int(labels[own[0]]),
            members=plan.pruned[own],
            similarity=similarity[own],
        )
        for own in np.split(ordered, changes)
        if len(own)
    ]
    return sorted(groups, key=lambda group: -len(group.members))
