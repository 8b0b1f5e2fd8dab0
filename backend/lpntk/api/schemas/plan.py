"""A pruning plan."""

from __future__ import annotations

from typing import Any

import numpy as np

from lpntk.api.columns import encode
from lpntk.api.schemas.base import Answer
from lpntk.pruning import Order, share_note


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
