from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.pipeline.results import plans as planning
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import STRATEGIES, Order, order_of
from lpntk.store.engine import Database
from support.reading import Read


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_plans_with_indices(finished: Workspace, strategy: str) -> None:
    index = Read(finished).samples(1).index

    plan = Read(finished).plan(1, strategy, 0.5, seed=3)

    assert (plan.strategy, plan.keep, plan.seed) == (strategy, 0.5, 3)
    assert sorted([*plan.kept, *plan.pruned]) == index.tolist()
    assert len(plan.reasons) == len(plan.pruned)
    assert set(Read(finished).samples(1).label[np.isin(index, plan.kept)]) == set(range(10))


@pytest.mark.parametrize(("strategy", "orders"), [("fpc-largest", 1), ("fpc-random", 2)])
def test_an_order_is_made_once_for_the_shares_that_it_is_for(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, strategy: str, orders: int
) -> None:
    made = []

    def counted(*asked: Any) -> Order:
        made.append(asked)
        return order_of(*asked)

    monkeypatch.setattr(planning, "order_of", counted)
    first, other, again = (Read(finished).plan(1, strategy, keep) for keep in (0.8, 0.3, 0.8))

    assert len(made) == orders
    assert len(other.pruned) > len(first.pruned)
    for name in ("kept", "pruned", "order", "score"):
        np.testing.assert_array_equal(getattr(again, name), getattr(first, name))
    assert again.reasons == first.reasons


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_remembered_order_gives_the_plan_that_is_made_anew(finished: Workspace, strategy: str) -> None:
    plan = Read(finished).plan(1, strategy, 0.6, seed=1)
    Read(finished).plan(1, strategy, 0.3, seed=1)
    again = Read(finished).plan(1, strategy, 0.6, seed=1)
    with Workspace(Database(finished.url), recent_bytes=0) as forgetful:
        anew = Read(forgetful).plan(1, strategy, 0.6, seed=1)
    for other in (again, anew):
        for name in ("kept", "pruned", "order", "score"):
            np.testing.assert_array_equal(getattr(other, name), getattr(plan, name))
        assert other.reasons == plan.reasons


def test_reasons_name_the_one_that_stays_and_how_like_it_the_sample_is(finished: Workspace) -> None:
    plan = Read(finished).plan(1, "fpc-largest", 0.8)

    assert all(
        reason.startswith(("interchangeable (0.", "represented by ")) and "which stays" in reason
        for reason in plan.reasons
    )
    assert any("0." in reason for reason in plan.reasons)


@pytest.mark.parametrize(
    ("strategy", "keep", "seed", "field", "sentence"),
    [
        ("fpc-larges", 0.5, 0, "strategy", "Did you mean 'fpc-largest'"),
        ("random", 0, 0, "keep", "keep is 0"),
        ("random", 1.01, 0, "keep", "above 0 and at most 1"),
        ("random", float("nan"), 0, "keep", "above 0 and at most 1"),
        ("random", 0.5, -1, "seed", "seed is -1"),
        ("random", 0.5, 2**70, "seed", "between 0 and"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    finished: Workspace, strategy: str, keep: float, seed: int, field: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        Read(finished).plan(1, strategy, keep, seed)
    assert caught.value.field == field


def test_a_plan_is_taken_home_with_what_it_is_of(finished: Workspace) -> None:
    plan, view = Read(finished).plan(1, "random", 0.25, 1), finished.analysis(1)

    content = json.loads(Read(finished).export_plan(1, plan, "json"))

    assert content["indices"] == plan.kept.tolist()
    assert (content["strategy"], content["keep"], content["seed"]) == ("random", 0.25, 1)
    assert content["fingerprint"] == view.fingerprint
    lines = Read(finished).export_plan(1, plan, "csv").decode().splitlines()
    assert len(lines) == 201
    with pytest.raises(InputError, match="Unknown format 'xls'"):
        Read(finished).export_plan(1, plan, "xls")
