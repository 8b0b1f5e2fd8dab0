"""Labels that are probably wrong."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer
from lpntk.api.schemas.decision import DecisionOut
from lpntk.pipeline.results import known_errors, label_issues
from lpntk.pipeline.results.label_issues import LabelIssues
from lpntk.pipeline.results.results import Results


class LabelIssueOut(Answer):
    """A sample whose label may be wrong.

    `suggested` is the label that all others would give it, the best but the given one, `margin` how much they
    prefer it, and `confidence` its left-out probability. `true_label` is the one before it was flipped.
    """

    rank: int
    index: int
    path: str | None
    given: int
    suggested: int
    margin: float | None
    confidence: float | None
    scores: dict[str, float | None]
    decision: DecisionOut | None
    true_label: int | None


class DetectionOut(Answer):
    """How well an order finds wrong labels: over the whole list, and among as many `first` as are wrong."""

    score: str
    title: str
    average_precision: float
    auroc: float | None
    first: int
    precision: float


class KnownErrorsOut(Answer):
    """The labels that were flipped: the share that was asked for, how many are wrong, and who finds them."""

    share: float
    wrong: int
    results: list[DetectionOut]


class OrderOut(Answer):
    """What the list can be ordered by."""

    name: str
    title: str


class LabelIssuesOut(Answer):
    """A part of all samples, the most suspicious first.

    `total` counts them after the filters, `columns` names the scores, `orders` what `by` may be. `confusion`
    counts all samples by given label (row) and left-out prediction (column). `noise` is null where no labels
    were flipped.
    """

    by: str
    total: int
    columns: list[str]
    orders: list[OrderOut]
    issues: list[LabelIssueOut]
    confusion: list[list[int]]
    noise: KnownErrorsOut | None


def label_issues_out(results: Results, found: LabelIssues) -> LabelIssuesOut:
    """The answer for a part of the list."""
    noise = known_errors.known_errors(results)
    return LabelIssuesOut.of(
        found,
        orders=[OrderOut(name=name, title=title) for name, title in label_issues.orders(results).items()],
        confusion=label_issues.confusion(results).tolist(),
        noise=None if noise is None else KnownErrorsOut.of(noise),
    )
