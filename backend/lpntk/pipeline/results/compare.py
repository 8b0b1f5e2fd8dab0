"""Two analyses of the same samples beside each other: other models, label vectors, checkpoints or labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, Relation, cosine
from lpntk.domain.arrays import count_of_share
from lpntk.domain.short import Short
from lpntk.pipeline.results import label_issues, plans, scores
from lpntk.pipeline.results.kernel_parts import included, kernel_among, source_of
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import NeighbourView
from lpntk.store import summaries

NEAREST = 10
"""How many of the most similar samples of each are compared."""
CHANGED = 50
ISSUES = 0.05
"""The share of all samples, the most suspicious ones, of which label issues are compared."""
_FEWEST = 2
# All pairs of so many drawn samples: 32,640.
_DRAWN = 256


@dataclass(frozen=True, eq=False)
class SharedSet:
    """How far two analyses agree on some of the samples.

    Attributes
    ----------
    first, second, both
        How many each of them chooses, and how many both do.
    overlap
        Of those that one chooses the share that the other does, too (Dice, so where they choose unlike many
        it is of how many they choose on average); 1 where neither chooses any.
    expected
        What that is, about, if each chose as many at random.
    """

    first: int
    second: int
    both: int
    overlap: float
    expected: float


@dataclass(frozen=True)
class ChangedNeighbours:
    """A sample, its label in each, the share of its nearest that both have, and both lists."""

    index: int
    labels: tuple[int, int]
    overlap: float
    first: tuple[NeighbourView, ...]
    second: tuple[NeighbourView, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Short):
    """Two analyses of the same samples.

    Attributes
    ----------
    analyses, names
        Their numbers and names.
    index
        (n,) int64, ascending: the samples that are in both kernels.
    pairs, spearman, pearson
        Between how many pairs, always the same, the similarities of the two are correlated, and how; None of
        a kernel of which nothing is stored pair by pair, or that does not vary.
    by_sketch
        The numbers of those of the two whose similarities are read from a sketch for that.
    nearest, overlap, by_sample, expected
        Of the so many nearest of each sample in one the share that is among as many in the other, too: the
        mean over the samples, (n,) float32 of each, and what chance would do, about.
    changed
        Those on whose nearest they agree least, the least first.
    issues
        The twentieth of the samples with the most suspicious labels.
    scores
        Spearman's correlation of each score that both have, by its name; None where one does not vary.
    """

    analyses: tuple[int, int]
    names: tuple[str, str]
    index: NDArray[np.int64]
    pairs: int
    spearman: float | None
    pearson: float | None
    by_sketch: tuple[int, ...]
    nearest: int
    overlap: float
    by_sample: NDArray[np.float32]
    expected: float
    changed: tuple[ChangedNeighbours, ...]
    issues: SharedSet
    scores: dict[str, float | None]

    @property
    def words(self) -> str:
        """How far they agree, in sentences for a person."""
        similar = ""
        if self.spearman is not None:
            similar = (
                f"Between {self.pairs:,} pairs of samples the two similarities have a rank correlation of "
                f"{self.spearman:.2f}{self._by_sketch}. "
            )
        return (
            f"{similar}Of the {self.nearest} nearest of a sample in one analysis {self.overlap:.0%} are "
            f"among the {self.nearest} nearest in the other, too, on average (by chance "
            f"{self.expected:.1%}). Of the {ISSUES:.0%} most suspicious labels {self.issues.overlap:.0%} are "
            f"the same in both (by chance {self.issues.expected:.1%})."
        )

    @property
    def _by_sketch(self) -> str:
        if not self.by_sketch:
            return ""
        if len(self.by_sketch) == len(self.analyses):
            return ", both by a sketch"
        return f", the similarity of analysis {self.by_sketch[0]} by a sketch"


def compare(first: Results, second: Results) -> Comparison:
    """What two analyses of the same samples agree on, and where they differ.

    Raises
    ------
    InputError
        If it is the same analysis twice, or they are of different samples.
    """
    both = _both(first, second)
    return first.recall(("compare", second.id, second.created_at), lambda: _compare(both))


def compare_plans(first: Results, second: Results, strategy: str, keep: float, seed: int = 0) -> SharedSet:
    """How far two analyses agree on what a strategy drops of the samples that are in both.

    Raises
    ------
    InputError
        As of `compare`, for an unknown strategy, or a share outside (0, 1].
    NotFoundError
        If the strategy goes by a score that one of them does not have.
    """
    both = _both(first, second)
    return _shared(
        *(np.isin(both.index, plans.plan(one, strategy, keep, seed).pruned) for one in both.results)
    )


@dataclass(frozen=True, eq=False)
class _Both:
    """Two analyses, and the samples that are in both kernels.

    Attributes
    ----------
    index
        (n,) int64, ascending.
    rows
        Two of (n,) int64: the rows of those in each.
    """

    results: tuple[Results, Results]
    index: NDArray[np.int64]
    rows: tuple[NDArray[np.int64], NDArray[np.int64]]


def _both(first: Results, second: Results) -> _Both:
    # Each may be of another database, with numbers of its own.
    if (first.id, first.created_at) == (second.id, second.created_at):
        raise InputError(
            f"Analysis {first.id} is named twice: name another of the same samples.", field="second"
        )
    index = np.intersect1d(first.indices[included(first)], second.indices[included(second)])
    if first.dataset.source_fingerprint != second.dataset.source_fingerprint or len(index) < _FEWEST:
        raise InputError(
            f"Analyses {first.id} ({first.name}) and {second.id} ({second.name}) are of different samples: "
            "only analyses of the same ones can be compared.",
            field="second",
        )
    rows = np.searchsorted(first.indices, index), np.searchsorted(second.indices, index)
    return _Both((first, second), index, rows)


def _compare(both: _Both) -> Comparison:
    first, second = both.results
    lists = [_nearest(one, rows) for one, rows in zip(both.results, both.rows, strict=True)]
    nearest = min(NEAREST, *(found.shape[1] for found in lists))
    by_sample = _overlaps(*(found[:, :nearest] for found in lists)).astype(np.float32)
    pairs, spearman, pearson = _similarities(both)
    return Comparison(
        analyses=(first.id, second.id),
        names=(first.name, second.name),
        index=both.index,
        pairs=pairs,
        spearman=spearman,
        pearson=pearson,
        by_sketch=tuple(one.id for one in both.results if source_of(one) == "sketch"),
        nearest=nearest,
        overlap=float(by_sample.mean()),
        by_sample=by_sample,
        expected=_by_chance(nearest, nearest, len(both.index) - 1),
        changed=_changed(both, by_sample, nearest),
        issues=_shared(*map(_suspicious, both.results, both.rows)),
        scores=_score_correlations(both),
    )


def _nearest(results: Results, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, k) int64: the indices of the most similar of some rows, as they are kept."""
    kept = summaries.neighbours(results.session, results.id, Relation.INTERCHANGEABLE)
    return results.indices[kept.rows[rows]]


def _overlaps(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,): of two sets (n, k) of each the share of one that is in the other."""
    if not first.shape[1]:
        return np.ones(len(first))
    both = np.zeros(len(first), dtype=np.int64)
    for column in range(first.shape[1]):
        both += (second == first[:, column, None]).any(axis=1)
    return both / first.shape[1]


def _similarities(both: _Both) -> tuple[int, float | None, float | None]:
    """How many pairs were compared, and Spearman's and Pearson's correlation of their c."""
    if any(source_of(one) is None for one in both.results):
        return 0, None, None
    drawn = np.sort(np.random.default_rng(0).permutation(len(both.index))[:_DRAWN])
    upper = np.triu_indices(len(drawn), 1)
    found = []
    for one, rows in zip(both.results, both.rows, strict=True):
        kappa = kernel_among(one, rows[drawn])
        assert kappa is not None
        length = np.sqrt(kappa.diagonal().astype(np.float64))
        found.append(cosine(kappa, length * length[:, None])[upper])
    return len(upper[0]), _spearman(*found), _pearson(*found)


def _suspicious(results: Results, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) bool: which of some rows have the most suspicious labels among them."""
    suspicion = label_issues.suspicions(results)[label_issues.RANK][rows]
    order = np.argsort(-suspicion, kind="stable")
    chosen = np.zeros(len(rows), dtype=np.bool_)
    chosen[order[: count_of_share(ISSUES, len(rows))]] = True
    return chosen


def _shared(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> SharedSet:
    both, of_each = int((first & second).sum()), (int(first.sum()), int(second.sum()))
    return SharedSet(
        first=of_each[0],
        second=of_each[1],
        both=both,
        overlap=2 * both / sum(of_each) if sum(of_each) else 1.0,
        expected=_by_chance(*of_each, len(first)),
    )


def _by_chance(first: int, second: int, of: int) -> float:
    """The expected overlap of two sets of so many, drawn at random of so many."""
    if first + second == 0:
        return 1.0
    return 2 * first * second / of / (first + second) if of > 0 else 0.0


def _changed(both: _Both, by_sample: NDArray[np.float32], nearest: int) -> tuple[ChangedNeighbours, ...]:
    # Of those that agree equally little, first whose nearest are nearest: there it means most.
    closeness = sum(
        scores.column(one, "strongest_partner")[rows]
        for one, rows in zip(both.results, both.rows, strict=True)
    )
    chosen = np.lexsort((both.index, -np.asarray(closeness), by_sample))[:CHANGED]
    return tuple(_change(both, at, float(by_sample[at]), nearest) for at in chosen.tolist())


def _change(both: _Both, at: int, overlap: float, nearest: int) -> ChangedNeighbours:
    (first, second), (one, other) = both.results, (int(rows[at]) for rows in both.rows)
    return ChangedNeighbours(
        index=int(both.index[at]),
        labels=(int(first.labels[one]), int(second.labels[other])),
        overlap=overlap,
        first=_neighbours(first, one, nearest),
        second=_neighbours(second, other, nearest),
    )


def _neighbours(results: Results, row: int, count: int) -> tuple[NeighbourView, ...]:
    rows, similarity = (
        values[:count]
        for values in summaries.row(results.session, results.id, row).neighbours[Relation.INTERCHANGEABLE]
    )
    there = zip(
        results.indices[rows].tolist(), results.labels[rows].tolist(), similarity.tolist(), strict=True
    )
    return tuple(NeighbourView(*one) for one in there)


def _score_correlations(both: _Both) -> dict[str, float | None]:
    first, second = (
        {name: column[rows].astype(np.float64) for name, column in scores.of_all(one).items()}
        for one, rows in zip(both.results, both.rows, strict=True)
    )
    return {name: _spearman(first[name], second[name]) for name in first if name in second}


def _spearman(first: NDArray[np.floating], second: NDArray[np.floating]) -> float | None:
    from scipy.stats import spearmanr  # takes its time to import

    return _correlation(lambda *both: spearmanr(*both).statistic, first, second)


def _pearson(first: NDArray[np.floating], second: NDArray[np.floating]) -> float | None:
    return _correlation(lambda *both: np.corrcoef(*both)[0, 1], first, second)


def _correlation(
    of: Callable[..., float], first: NDArray[np.floating], second: NDArray[np.floating]
) -> float | None:
    """Over where both are known; None where that is nowhere, or one does not vary."""
    known = ~np.isnan(first) & ~np.isnan(second)
    if known.sum() < 2 or not np.ptp(first[known]) or not np.ptp(second[known]):
        return None
    return float(of(first[known], second[known]))
