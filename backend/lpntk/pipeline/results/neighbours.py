"""The neighbours of one sample by relation: as they are stored, ranked exactly, or from the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import RULES, Relation
from lpntk.domain.partners import count_partners
from lpntk.pipeline.results.kernel_row import kernel_row
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import PartnersView
from lpntk.store import summaries
from lpntk.store.summaries import SampleSummary

Lists = Mapping[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]


@dataclass(frozen=True, eq=False)
class Listed:
    """The neighbours of one sample.

    Attributes
    ----------
    lists
        For each relation the rows (n,) int64 and their similarity (n,) float32, the strongest first.
    exact
        Whether they are ranked by the exact kernel; if not, by its sketch.
    partners
        For each relation how many there are.
    """

    lists: Lists
    exact: bool
    partners: dict[Relation, PartnersView]


def of_sample(results: Results, row: int, k: int, summary: SampleSummary, *, compute: bool) -> Listed:
    """At most k neighbours of each relation.

    The candidates that a sketch found are ranked by the exact kernel, which takes a pass each; without
    `compute` only where they were before. More than are stored come from the matrix, where that is.
    """
    is_sketch = results.kernel.is_sketch
    stored: Lists = summary.neighbours
    ranked: Lists | None = None
    if is_sketch:
        rank = results.ranker.neighbours if compute else results.ranker.known
        ranked = rank(results, row, k, summary)
    elif results.kernel.keeps_matrix and k > min(len(rows) for rows, _ in stored.values()):
        stored = _from_matrix(results, row, k)
    lists = {relation: (rows[:k], c[:k]) for relation, (rows, c) in (ranked or stored).items()}
    partners = {relation: _partners(results, relation, lists, stored, summary) for relation in Relation}
    return Listed(lists, ranked is not None or not is_sketch, partners)


def rank(results: Results, index: int, k: int) -> None:
    """Have the candidates that a sketch found ranked and remembered, where that can be done.

    NotFoundError for an unknown index.
    """
    row = results.row_of(index)
    if results.kernel.is_sketch:
        results.ranker.neighbours(results, row, k, summaries.row(results.session, results.id, row))


def _partners(
    results: Results, relation: Relation, shown: Lists, stored: Lists, summary: SampleSummary
) -> PartnersView:
    (_, similarity), (_, known), others = shown[relation], stored[relation], results.kernel.others
    reach = None
    # The least related of a large sketch are those of the samples that each was compared with.
    if len(known) and (relation is not Relation.UNRELATED or summary.histogram.sum() >= others):
        reach = float(known[-1])
    counted = count_partners(
        RULES[relation],
        None,
        listed=similarity[None],
        is_whole=len(similarity) == len(known),
        reach=np.nan if reach is None else reach,
        histogram=summary.histogram[None],
        others=others,
    )
    return PartnersView(
        count=int(counted.count[0]),
        low=int(counted.low[0]),
        high=int(counted.high[0]),
        listed=others if results.kernel.keeps_matrix else len(known),
        reach=reach,
    )


def _from_matrix(results: Results, row: int, k: int) -> Lists:
    c = kernel_row(results, int(results.indices[row])).similarity
    others = np.flatnonzero(~np.isnan(c) & (np.arange(len(c)) != row))
    lists = {}
    for relation, rule in RULES.items():
        best = others[np.argsort(-rule.strength(c[others]), kind="stable")[:k]]
        lists[relation] = (best, c[best])
    return lists
