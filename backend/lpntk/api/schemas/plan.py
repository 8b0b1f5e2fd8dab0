"""A pruning plan."""

from __future__ import annotations

import numpy as np

from lpntk.api.columns import encode
from lpntk.api.schemas.base import Answer
from lpntk.domain import PruningPlan
from lpntk.pipeline.results.results import Results
from lpntk.pruning import total_note


class ReasonsOut(Answer):
    """Why samples go: a sentence for each that was asked for, in that order."""

    reasons: list[str]


def order_columns(results: Results, plan: PruningPlan) -> bytes:
    """The answer for the order of a plan: rows rather than indices."""
    rows = np.searchsorted(results.indices, plan.order).astype(np.uint32)
    facts = {
        "strategy": plan.strategy,
        "keep": plan.keep,
        "seed": plan.seed,
        "nested": False,
        "pruned_count": len(plan.pruned),
        "note": total_note(plan),
    }
    return encode({"order": rows}, facts)
