"""What people print is one short line, however much it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from lpntk.domain import PruningPlan
from lpntk.domain.pruning import Reasons
from lpntk.domain.short import Short


@dataclass(frozen=True)
class Inner:
    number: int


@dataclass(frozen=True, eq=False, repr=False)
class Held(Short):
    value: Any


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.arange(1437), "<int64 1,437>"),
        (np.zeros((10, 300), np.float32), "<float32 10 × 300>"),
        (np.array([1, 2]), "[1, 2]"),
        (np.empty(0, np.int64), "[]"),
        (1 / 3, "0.3333"),
        (None, "None"),
        ("short", "'short'"),
        ("x" * 500, "'" + "x" * 80 + "…'"),
        ((1, 2.5), "(1, 2.5)"),
        ((7,), "(7,)"),
        ({"a": 1}, "{'a': 1}"),
        (dict.fromkeys(range(26)), "<26 entries>"),
        ((Inner(1), Inner(2)), "<2 Inner>"),
        (tuple(range(165)), "<165 entries>"),
    ],
)
def test_what_is_large_is_counted(value: object, said: str) -> None:
    assert repr(Held(value)) == f"Held(value={said})"


def test_a_plan_is_a_line_for_which_no_reason_is_made() -> None:
    def explain(places: object) -> Sequence[str]:
        raise AssertionError("nobody reads them")

    rows = np.arange(2000)
    plan = PruningPlan(
        strategy="random",
        keep=0.9,
        seed=0,
        kept=rows[:1800],
        pruned=rows[1800:],
        order=rows,
        score=rows.astype(np.float64),
        reasons=Reasons(200, explain),
    )
    assert str(plan) == repr(plan)
    assert repr(plan).startswith("PruningPlan(strategy='random', keep=0.9, seed=0, kept=<int64 1,800>, ")
    assert len(repr(plan)) < 250
