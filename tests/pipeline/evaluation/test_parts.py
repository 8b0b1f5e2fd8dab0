"""Which rows each training is on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList, Training
from lpntk.pipeline.evaluation.parts import Parts, rows_of_plan
from lpntk.pruning import STRATEGIES, prune
from lpntk.structure import farthest_point_clusters


def random_plan(labels, keep, seed=0):
    indices = 10 + 3 * np.arange(len(labels))
    plan = prune("random", keep, labels=labels, indices=indices, cluster=farthest_point_clusters, seed=seed)
    return plan, indices


samples = st.lists(st.integers(0, 3), min_size=8, max_size=60).map(
    lambda found: np.array([0, 1, 2, 3, *found])
)


@given(samples, st.floats(0.05, 1), st.integers(0, 5))
def test_without_anyone_held_out_it_is_what_the_plan_keeps(labels, keep, seed):
    plan, indices = random_plan(labels, keep, seed)
    rows = rows_of_plan(plan, labels, indices, np.ones(len(labels), bool))
    assert indices[rows].tolist() == plan.kept.tolist()


@given(samples, st.floats(0.05, 1), st.integers(0, 2**31), st.floats(0, 0.9))
def test_who_judges_is_never_trained_on_and_the_share_is_that_of_the_others(labels, keep, seed, share):
    usable = np.random.default_rng(seed).random(len(labels)) >= share
    usable[0] = True
    plan, indices = random_plan(labels, keep)
    rows = rows_of_plan(plan, labels, indices, usable)
    assert usable[rows].all()
    assert (np.diff(rows) > 0).all()
    wanted = max(1, round(len(plan.kept) / len(labels) * usable.sum()))
    classes = len(np.unique(labels[usable]))
    assert wanted <= len(rows) <= max(wanted, classes)
    assert set(labels[rows]) == set(labels[usable]), "no class goes that the plan keeps"


@pytest.fixture
def parts(finished):
    with finished.results(1) as results:
        labels, indices = results.labels, results.indices
    usable = np.arange(len(labels)) % 5 > 0
    request = EvaluationRequest.of(
        keeps=[0.5], lists=[IndexList.of("mine", indices[:60]), IndexList.of("judges", indices[[0, 5]])]
    )
    return Parts(lambda: finished.results(1), request, labels, indices, usable), labels, usable


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_can_be_trained_on(parts, strategy):
    found, labels, usable = parts
    rows = found.rows(Training(strategy, 0.5, 0, "updates"))
    assert usable[rows].all()
    assert set(labels[rows]) == set(range(10))


@pytest.mark.parametrize("strategy", [name for name, one in STRATEGIES.items() if one.draws])
def test_who_draws_has_another_part_with_each_seed(parts, strategy):
    one, two = (parts[0].rows(Training(strategy, 0.3, seed, "updates")) for seed in (0, 1))
    assert one.tolist() != two.tolist()


def test_random_is_drawn_anew_with_each_seed(parts):
    found, *_ = parts
    one, two = (found.rows(Training("random", 0.5, seed, "updates")) for seed in (0, 1))
    assert len(one) == len(two)
    assert one.tolist() != two.tolist()


def test_the_full_set_is_all_but_the_judges(parts):
    found, _, usable = parts
    assert found.rows(Training("full", 1.0, 0, "updates")).tolist() == np.flatnonzero(usable).tolist()


def test_a_list_is_taken_as_it_is_and_its_companion_has_as_many_of_each_class(parts):
    found, labels, usable = parts
    mine = found.rows(Training("mine", 0.3, 0, "updates"))
    assert mine.tolist() == [row for row in range(60) if usable[row]]
    companions = [found.rows(Training("random like mine", 0.3, seed, "updates")) for seed in (0, 1)]
    for rows in companions:
        assert usable[rows].all()
        assert np.bincount(labels[rows]).tolist() == np.bincount(labels[mine]).tolist()
    assert companions[0].tolist() != companions[1].tolist()


def test_a_list_of_judges_alone_is_refused(parts):
    with pytest.raises(InputError, match="held out to judge"):
        parts[0].rows(Training("judges", 0.01, 0, "updates"))
