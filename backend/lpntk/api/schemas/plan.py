"""A pruning plan."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.columns import encode
from lpntk.api.dependencies import MAX_IDENTIFIER, MAX_SEED
from lpntk.api.schemas.base import Answer
from lpntk.domain.pruning import Side
from lpntk.pruning import Order, share_note

MOST_BY_HAND = 10_000

_Index = Annotated[int, Field(ge=0, le=MAX_IDENTIFIER)]
_Some = Annotated[list[_Index], Field(max_length=MOST_BY_HAND)]


class PlanFileIn(BaseModel):
    """A plan as a file: which plan, which side of it, and which samples stay or go whatever the plan says."""

    model_config = ConfigDict(extra="forbid")

    strategy: Annotated[str, Field(min_length=1, max_length=100)]
    keep: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    format: Annotated[str, Field(min_length=1, max_length=16)]
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    side: Side = Side.KEPT
    stay: _Some = []
    go: _Some = []


class ReasonsOut(Answer):
    """Why samples go: a sentence for each that was asked for, in that order."""

    reasons: list[str]


def order_columns(order: Order, keep: float) -> bytes:
    """The answer for who goes when, and how many at a share."""
    going = order.going(keep)
    facts: dict[str, Any] = {
        "strategy": order.strategy.name,
        "keep": keep,
        "seed": order.seed,
        "nested": order.strategy.nested,
        "pruned_count": going,
        "note": share_note(order.strategy.name, keep, len(order.rows), len(order.rows) - going),
    }
    if order.strategy.nested:
        facts["pruned_at"] = [None, *(order.going(percent / 100) for percent in range(1, 101))]
    return encode({"order": order.rows.astype(np.uint32)}, facts)
