"""A pruning plan."""

from __future__ import annotations

import numpy as np

from lpntk.api.schemas.base import Answer
from lpntk.domain import PruningPlan
from lpntk.pipeline.views import SampleTable


class ClassPlanOut(Answer):
    """How many samples of one class there are, stay and go."""

    label: int
    total: int
    kept: int
    pruned: int


class PlanOut(Answer):
    """Which samples go: their indices in the order of going, and for each the reason in a sentence."""

    strategy: str
    keep: float
    seed: int
    kept_count: int
    pruned: list[int]
    reasons: list[str]
    per_class: list[ClassPlanOut]


def plan_out(plan: PruningPlan, samples: SampleTable, num_classes: int) -> PlanOut:
    """The answer for a plan over the given samples."""
    going = plan.order[: len(plan.pruned)]
    position = np.searchsorted(plan.pruned, going)
    total = np.bincount(samples.label, minlength=num_classes)
    pruned = np.bincount(samples.label[np.searchsorted(samples.index, plan.pruned)], minlength=num_classes)
    return PlanOut.model_construct(
        strategy=plan.strategy,
        keep=plan.keep,
        seed=plan.seed,
        kept_count=len(plan.kept),
        pruned=going.tolist(),
        reasons=[plan.reasons[p] for p in position],
        per_class=[
            ClassPlanOut.model_construct(label=label, total=all_, kept=all_ - gone, pruned=gone)
            for label, (all_, gone) in enumerate(zip(total.tolist(), pruned.tolist(), strict=True))
        ],
    )
