"""Which labels are probably wrong: every sample, the most suspicious first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from lpntk.domain import InputError, require_one_of
from lpntk.domain.decision import Decision
from lpntk.domain.left_out import (
    best_other_label,
    left_out_probabilities,
    suggested_labels,
)
from lpntk.domain.short import Short
from lpntk.domain.text_files import csv_bytes
from lpntk.pipeline.results import scores
from lpntk.pipeline.results.evidence import of_samples
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import EvidenceView
from lpntk.scores import SCORES
from lpntk.store import datasets, decisions, evidence

RANK, MARGIN = "rank", "left_out_margin"
TITLES = {RANK: "Left-out margin and loss"}
"""What the list can be ordered by beside the scores that have a suspicious end."""

EVIDENCE_AT_MOST, WITNESSES = 200, 3
"""Of so many issues the evidence is listed, and so many samples for each of the two labels."""

_COMBINED = (MARGIN, "loss")
_FACTS = ("rank", "index", "path", "given", "suggested", "margin", "confidence", "decision", "true_label")
_EVIDENCE = ("evidence_suggested", "evidence_given")


@dataclass(frozen=True, repr=False)
class LabelIssue(Short):
    """A sample whose label may be wrong.

    Attributes
    ----------
    rank
        Its place in the list, from 1.
    index
        Its position in the original data set.
    path
        Where it lies below its source's root, where samples are files.
    given, suggested
        The label that it has, and the one that all others would give it: the best but the given one.
    margin
        How much the others prefer the best other class: above 0 where they disagree with the label.
    confidence
        The left-out probability of the suggested label.
    scores
        Every score by its name.
    decision
        What was decided on it.
    true_label
        Its label before some were flipped; None where none were.
    """

    rank: int
    index: int
    path: str | None
    given: int
    suggested: int
    margin: float
    confidence: float
    scores: dict[str, float]
    decision: Decision | None
    true_label: int | None

    @property
    def doubted(self) -> bool:
        """Whether another class is to be suggested: the given one does not win."""
        return self.margin >= 0


@dataclass(frozen=True)
class Filter:
    """Which issues; None for all.

    Attributes
    ----------
    given, predicted
        Of this label, and of this left-out prediction: a cell of the matrix.
    undecided
        Whether only those that nothing is decided on.
    doubted
        Whether only those to which the others would give another label.
    """

    given: int | None = None
    predicted: int | None = None
    undecided: bool = False
    doubted: bool = False


@dataclass(frozen=True)
class LabelIssues:
    """A part of the list.

    Attributes
    ----------
    by
        What it is ordered by.
    total
        How many issues there are, the filter applied.
    columns
        The names of the scores.
    issues
        The part, in order.
    """

    by: str
    total: int
    columns: tuple[str, ...]
    issues: tuple[LabelIssue, ...]


@dataclass(frozen=True, eq=False)
class Judged:
    """What is known of every sample's label, by row.

    Attributes
    ----------
    columns
        (N,) of every score by its name.
    predicted, suggested
        (N,) int64: the class with the largest left-out prediction, and that with the largest but for the
        given one.
    confidence
        (N,) float32: the left-out probability of the suggested one.
    """

    columns: dict[str, NDArray[Any]]
    predicted: NDArray[np.int64]
    suggested: NDArray[np.int64]
    confidence: NDArray[np.float32]


def orders(results: Results) -> dict[str, str]:
    """What the list can be ordered by, with its title, the usual one first."""
    there = [SCORES[name] for name in scores.names(results)]
    return {**TITLES, **{score.name: score.title for score in there if score.suspicious is not None}}


def label_issues(
    results: Results,
    by: str = RANK,
    *,
    limit: int | None = 50,
    offset: int = 0,
    where: Filter | None = None,
) -> LabelIssues:
    """A part of all samples, the most suspicious first; ties by index.

    Parameters
    ----------
    by
        "rank", the mean of the ranks by left-out margin and by loss, or a score that has a suspicious end.
    limit
        At most so many; None for all.
    offset
        How many to skip.

    Raises
    ------
    InputError
        For an unknown order, or a class that there is not.
    """
    require_one_of(by, orders(results), "order", field="by")
    where = where or Filter()
    known = judged(results)
    order = np.argsort(-_suspicion(results, known, by), kind="stable")
    decided = decisions.current(results.session, results.decided_of)
    ranks = np.flatnonzero(_chosen(results, known, where, decided)[order])
    stop = None if limit is None else offset + limit
    part = ranks[offset:stop]
    return LabelIssues(
        by,
        len(ranks),
        tuple(known.columns),
        tuple(_issues(results, known, part.tolist(), order[part], decided)),
    )


def confusion(results: Results) -> NDArray[np.int64]:
    """(K, K) int64: how many samples of a given label (axis 0) have a left-out prediction (axis 1)."""
    classes = len(results.class_names)
    cells = results.labels * classes + judged(results).predicted
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes)


def suspicions(results: Results) -> dict[str, NDArray[np.floating]]:
    """(N,) of each order by its name: the higher, the more suspicious, and never NaN."""
    known = judged(results)
    return {by: _suspicion(results, known, by) for by in orders(results)}


def judged(results: Results) -> Judged:
    """What is known of every sample's label."""

    left_out, labels = evidence.predictions(results.session, results.id), results.labels
    rows = np.arange(len(labels))

    # Each part of the list asks for all of it; arrays of their own, since what is kept is counted by them.
    suggested = results.recall("suggested", lambda: best_other_label(left_out, labels))
    return Judged(
        columns=scores.of_all(results),
        predicted=results.recall("predicted", lambda: suggested_labels(left_out)),
        suggested=suggested,
        confidence=results.recall("confidence", lambda: left_out_probabilities(left_out)[rows, suggested]),
    )


def issues_csv(results: Results, found: LabelIssues) -> bytes:
    """A part of the list as a table: classes by their names, who speaks for each of two, then every score."""
    names, witnesses = results.class_names, evidence_of(results, found)
    return csv_bytes(
        (*_FACTS, *_EVIDENCE, *found.columns),
        (
            (
                issue.rank,
                issue.index,
                issue.path or "",
                names[issue.given],
                names[issue.suggested],
                issue.margin,
                issue.confidence,
                "" if issue.decision is None else issue.decision.action.value,
                "" if issue.true_label is None else names[issue.true_label],
                *_spelt(witnesses.get(issue.index)),
                *issue.scores.values(),
            )
            for issue in found.issues
        ),
    )


def evidence_of(results: Results, found: LabelIssues) -> dict[int, EvidenceView]:
    """Who speaks for the suggested label and who for the given one, of the first issues, by index."""
    indices = [issue.index for issue in found.issues[:EVIDENCE_AT_MOST]]
    return {view.index: view for view in of_samples(results, indices, WITNESSES)}


def _spelt(view: EvidenceView | None) -> tuple[str, str]:
    """For each of the two labels, "index (weight)" of a few."""
    if view is None:
        return "", ""
    suggested, given = (
        "; ".join(f"{one.index} ({one.weight:.3f})" for one in part.evidence) for part in view.classes
    )
    return suggested, given


def _suspicion(results: Results, known: Judged, by: str) -> NDArray[np.floating]:
    """(N,) by row, the higher the more suspicious; what is not known is least of all."""

    def make() -> NDArray[np.floating]:
        if by == RANK:
            ranks = [rankdata(-_suspicion(results, known, name)) for name in _COMBINED]
            return -np.mean(ranks, axis=0)
        column = known.columns[by].astype(np.float64)
        score = SCORES.get(by)
        towards = -column if score is not None and score.suspicious == "low" else column
        return np.where(np.isnan(towards), -np.inf, towards)

    return results.recall(("suspicion", by), make)


def _chosen(
    results: Results, known: Judged, where: Filter, decided: dict[int, Decision]
) -> NDArray[np.bool_]:
    """(N,) bool by row."""
    chosen = np.ones(len(results.labels), dtype=np.bool_)
    for wanted, column, field in (
        (where.given, results.labels, "given"),
        (where.predicted, known.predicted, "suggested"),
    ):
        if wanted is not None:
            _require_class(results, wanted, field)
            chosen &= column == wanted
    if where.undecided:
        chosen &= ~np.isin(results.indices, list(decided))
    if where.doubted:
        chosen &= known.columns[MARGIN] >= 0
    return chosen


def _require_class(results: Results, label: int, field: str) -> None:
    if not 0 <= label < len(results.class_names):
        raise InputError(
            f"{field} is {label}: the classes are 0 to {len(results.class_names) - 1}.", field=field
        )


def _issues(
    results: Results,
    known: Judged,
    ranks: list[int],
    rows: NDArray[np.int64],
    decided: dict[int, Decision],
) -> Iterator[LabelIssue]:
    indices = results.indices[rows].tolist()
    paths = datasets.locations_of(results.session, results.dataset_id, indices)
    columns = {name: column[rows].astype(np.float64).tolist() for name, column in known.columns.items()}
    for place, (rank, row, index) in enumerate(zip(ranks, rows.tolist(), indices, strict=True)):
        yield LabelIssue(
            rank=rank + 1,
            index=index,
            path=paths[index],
            given=int(results.labels[row]),
            suggested=int(known.suggested[row]),
            margin=columns[MARGIN][place],
            confidence=float(known.confidence[row]),
            scores={name: column[place] for name, column in columns.items()},
            decision=decided.get(index),
            true_label=None if results.true_labels is None else int(results.true_labels[row]),
        )
