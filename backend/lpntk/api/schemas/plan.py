"""A pruning plan."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lpntk.api.schemas.base import Answer
from lpntk.domain import PruningPlan
from lpntk.pipeline.results.views import ClassCount
from lpntk.pruning import total_note


class ClassPlanOut(Answer):
    """How many samples of one class there are, stay and go."""

    label: int
    total: int
    kept: int
    pruned: int


class PlanOut(Answer):
    """Which samples go: their indices in the order of going, and for each the reason in a sentence.

    `note` says why another number stays than was asked for, where that is so.
    """

    strategy: str
    keep: float
    seed: int
    kept_count: int
    note: str | None
    pruned: list[int]
    reasons: list[str]
    per_class: list[ClassPlanOut]


def plan_out(plan: PruningPlan, classes: Iterable[ClassCount]) -> PlanOut:
    """The answer for a plan."""
    going = plan.order[: len(plan.pruned)]
    position = np.searchsorted(plan.pruned, going)
    return PlanOut.of(
        plan,
        kept_count=len(plan.kept),
        note=total_note(plan),
        pruned=going.tolist(),
        reasons=[plan.reasons[p] for p in position],
        per_class=[ClassPlanOut.of(one) for one in classes],
    )
