from __future__ import annotations

import json

import numpy as np
import pytest
from sqlalchemy import update

from lpntk.domain import InputError, PruningPlan, StoreError
from lpntk.pipeline.results import plans as planning
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import STRATEGIES
from lpntk.store import plans as stored_plans
from lpntk.store.tables import PlanArray, PlanRow
from support.reading import Read


def assert_same(plan: PruningPlan, other: PruningPlan) -> None:
    for name in ("kept", "pruned", "order", "score"):
        np.testing.assert_array_equal(getattr(plan, name), getattr(other, name))
    assert plan.reasons == other.reasons


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_plans_with_indices(finished: Workspace, strategy: str) -> None:
    index = Read(finished).samples(1).index

    plan = Read(finished).plan(1, strategy, 0.5, seed=3)

    assert (plan.strategy, plan.keep, plan.seed) == (strategy, 0.5, 3)
    assert sorted([*plan.kept, *plan.pruned]) == index.tolist()
    assert len(plan.reasons) == len(plan.pruned)
    assert set(Read(finished).samples(1).label[np.isin(index, plan.kept)]) == set(range(10))


def test_a_plan_is_made_once(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Read(finished).plan(1, "fpc-largest", 0.8)
    monkeypatch.setattr(planning, "prune", None)

    again = Read(finished).plan(1, "fpc-largest", 0.8)

    assert_same(again, made)


@pytest.mark.parametrize("table", [PlanRow, PlanArray])
def test_a_damaged_plan_is_forgotten_and_made_again(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, table: type[PlanRow | PlanArray]
) -> None:
    made = Read(finished).plan(1, "fpc-largest", 0.8)
    with finished._database.writing() as session:
        session.execute(update(table).values(seal=table.seal + 1))

    assert_same(Read(finished).plan(1, "fpc-largest", 0.8), made)
    monkeypatch.setattr(planning, "prune", None)
    assert_same(Read(finished).plan(1, "fpc-largest", 0.8), made)


def test_a_plan_is_made_though_it_cannot_be_remembered(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*arguments: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(stored_plans, "add", full)

    assert len(Read(finished).plan(1, "fpc-largest", 0.8).kept) > 0
    assert caplog.messages == ["A plan of analysis 1 cannot be remembered: The disk is full."]


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
