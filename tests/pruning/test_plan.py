"""What holds for every plan, whatever the strategy."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.domain import Clustering, InputError, NotFoundError, PruningPlan, TrainingTrace
from lpntk.pruning import STRATEGIES, Material, material_of, order_of, strategy_of, total_note
from lpntk.pruning.by_score import ENDS
from lpntk.pruning.samplers import SAMPLERS
from lpntk.structure import farthest_point_clusters
from support.matrices import gaussian_kernel_of, labelled_matrices, summary_of
from support.scored import scores_of
from support.shares import apportioned

strategies = st.sampled_from(sorted(STRATEGIES))
shares = st.one_of(st.floats(0.01, 1.0), st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9, 1.0]))


def plan_of(strategy: str, keep: float, drawn: tuple, seed: int = 0, **given: object) -> PruningPlan:
    matrix, labels = drawn
    return prune(strategy, keep, labels=labels, matrix=matrix, scores=scores_of(labels), seed=seed, **given)


@given(strategies, shares, labelled_matrices(), st.integers(0, 3))
def test_every_sample_stays_or_goes_and_goes_in_order(
    strategy: str, keep: float, drawn: tuple, seed: int
) -> None:
    plan = plan_of(strategy, keep, drawn, seed)
    count = len(drawn[1])
    for numbers in (plan.kept, plan.pruned, plan.order):
        assert numbers.dtype == np.int64
    assert (np.diff(plan.kept) > 0).all()
    assert (np.diff(plan.pruned) > 0).all()
    assert sorted([*plan.kept, *plan.pruned]) == sorted(plan.order) == list(range(count))
    assert sorted(plan.order[: len(plan.pruned)]) == plan.pruned.tolist()
    assert plan.score.shape == (count,)
    assert plan.score.dtype == np.float64
    assert len(plan.reasons) == len(plan.pruned)
    assert (plan.strategy, plan.keep, plan.seed) == (strategy, keep, seed)


@given(strategies, shares, labelled_matrices())
def test_the_share_is_kept_over_all_and_none_is_emptied(strategy: str, keep: float, drawn: tuple) -> None:
    matrix, labels = drawn
    plan = plan_of(strategy, keep, drawn)
    pool = summary_of(matrix, labels).self_max if strategy == "self-max" else np.ones(len(labels), bool)
    classes = np.unique(labels)
    sizes = [max(1, int(pool[labels == label].sum())) for label in classes]
    stay = [int((labels[plan.kept] == label).sum()) for label in classes]
    assert stay == apportioned(keep, sizes)


def test_a_share_of_ten_uneven_classes_is_that_share_of_all() -> None:
    labels = np.repeat(np.arange(10), [17, 23, 18, 22, 19, 21, 16, 24, 13, 27])

    plan = prune("random", 0.8, labels=labels)

    assert len(plan.kept) == 160
    assert np.bincount(labels[plan.kept]).tolist() == [14, 18, 14, 18, 15, 17, 13, 19, 10, 22]
    assert total_note(plan) is None


def test_a_plan_says_why_another_number_stays() -> None:
    labels = np.repeat(np.arange(2), 50)
    matrix, _ = gaussian_kernel_of(100, 2)
    self_max = prune("self-max", 0.8, labels=labels, matrix=matrix)
    many_classes = prune("random", 0.01, labels=np.arange(30) // 2)

    assert "the share is of the self-max samples, and all others go" in (total_note(self_max) or "")
    assert total_note(many_classes) == (
        "1 of 30 samples was asked for, and 15 stay: every class keeps at least one."
    )


@given(strategies, shares, labelled_matrices(), st.integers(0, 3))
def test_the_same_seed_gives_the_same_plan(strategy: str, keep: float, drawn: tuple, seed: int) -> None:
    first, second = (plan_of(strategy, keep, drawn, seed) for _ in range(2))
    np.testing.assert_array_equal(first.order, second.order)
    np.testing.assert_array_equal(first.kept, second.kept)
    np.testing.assert_array_equal(first.score, second.score)
    assert first.reasons == second.reasons


@given(strategies, shares, labelled_matrices())
def test_scores_of_what_stays_are_not_below_those_of_what_goes(
    strategy: str, keep: float, drawn: tuple
) -> None:
    plan, labels = plan_of(strategy, keep, drawn), drawn[1]
    for label in np.unique(labels):
        stay, go = (numbers[labels[numbers] == label] for numbers in (plan.kept, plan.pruned))
        if len(go):
            assert plan.score[stay].min() >= plan.score[go].max()


@given(strategies, shares, labelled_matrices(), st.integers(1, 9))
def test_numbers_are_indices_and_reasons_name_what_stays(
    strategy: str, keep: float, drawn: tuple, step: int
) -> None:
    rows = plan_of(strategy, keep, drawn)
    indices = np.arange(len(drawn[1])) * step + 1000
    plan = plan_of(strategy, keep, drawn, indices=indices)
    for by_index, by_row in ((plan.kept, rows.kept), (plan.pruned, rows.pruned), (plan.order, rows.order)):
        np.testing.assert_array_equal(by_index, indices[by_row])
    for index, reason in zip(plan.pruned, plan.reasons, strict=True):
        named = re.search(r"(?:with|by) (\d+)", reason)
        assert (named is not None) == reason.endswith("which stays")
        if named is not None:
            assert int(named[1]) in plan.kept
            assert int(named[1]) != index


BY_SCORE = [f"by:aum:{end}:{sampler}" for end in ENDS for sampler in SAMPLERS]
NESTED = [name for name in (*STRATEGIES, *BY_SCORE) if strategy_of(name).nested]


def test_what_is_drawn_from_other_groups_or_cut_off_at_another_share_is_not_nested() -> None:
    others = {name for name in (*STRATEGIES, *BY_SCORE) if name not in NESTED}
    assert others == {"fpc-random", "ccs", *(f"by:aum:{end}:coverage" for end in ENDS)}


@given(st.sampled_from(NESTED), shares, shares, labelled_matrices(), st.integers(0, 3))
def test_a_nested_strategy_cuts_one_order_at_every_share(
    strategy: str, keep: float, other: float, drawn: tuple, seed: int
) -> None:
    one, plan = plan_of(strategy, keep, drawn, seed), plan_of(strategy, other, drawn, seed)
    np.testing.assert_array_equal(one.order, plan.order)
    np.testing.assert_array_equal(one.score, plan.score)
    assert sorted(one.order[: len(plan.pruned)]) == plan.pruned.tolist()


def material_for(strategy: str, drawn: tuple) -> Material:
    matrix, labels = drawn
    return material_of(
        strategy_of(strategy),
        labels=labels,
        matrix=matrix,
        scores=scores_of(labels).__getitem__,
        cluster=farthest_point_clusters,
    )


@given(st.sampled_from(sorted({*STRATEGIES, *BY_SCORE})), shares, shares, labelled_matrices())
def test_an_order_gives_the_plans_of_all_the_shares_that_it_is_for(
    strategy: str, keep: float, other: float, drawn: tuple
) -> None:
    chosen, material = strategy_of(strategy), material_for(strategy, drawn)
    order = order_of(chosen, material, keep)
    share = other if chosen.nested else keep
    plan, expected = order.plan(material, share), plan_of(strategy, share, drawn)
    assert order.going(share) == len(plan.pruned)
    np.testing.assert_array_equal(plan.order, expected.order)
    np.testing.assert_array_equal(plan.kept, expected.kept)
    assert tuple(plan.reasons) == expected.reasons


@given(strategies, shares, labelled_matrices(), st.data())
def test_reasons_are_made_for_those_that_are_asked_for(
    strategy: str, keep: float, drawn: tuple, data: st.DataObject
) -> None:
    material = material_for(strategy, drawn)
    plan = order_of(strategy_of(strategy), material, keep).plan(material, keep)
    all_of_them = dict(zip(plan.pruned.tolist(), plan.settled().reasons, strict=True))
    assert len(plan.reasons) == len(all_of_them)
    if all_of_them:
        asked = data.draw(st.lists(st.sampled_from(sorted(all_of_them)), max_size=5))
        assert plan.why(asked) == plan.settled().why(asked) == [all_of_them[index] for index in asked]
        assert plan.reasons[-1] == plan.reasons[len(plan.reasons) - 1] == all_of_them[int(plan.pruned[-1])]
        assert list(plan.reasons[:2]) == [all_of_them[index] for index in plan.pruned[:2].tolist()]
    with pytest.raises(NotFoundError, match=f"Sample {plan.kept[0]} is not dropped by {strategy}"):
        plan.why([int(plan.kept[0])])


@pytest.mark.parametrize("strategy", sorted(set(STRATEGIES) - {"self-max"}))
def test_keeping_all_prunes_nothing(strategy: str) -> None:
    plan = plan_of(strategy, 1.0, gaussian_kernel_of(20, 3))
    assert plan.pruned.tolist() == []
    assert plan.reasons == ()


def test_shares_are_decimal_numbers() -> None:
    plan = prune("random", 0.29, labels=np.zeros(100, dtype=int))
    assert len(plan.kept) == 29


@pytest.mark.parametrize("keep", [0, 0.0, -0.1, 1.01, 2, float("nan"), float("inf"), True, "0.5", None])
def test_refuses_shares_outside_zero_to_one(keep: object) -> None:
    with pytest.raises(InputError, match="share above 0 and at most 1") as caught:
        prune("random", keep, labels=[0, 0])
    assert caught.value.field == "keep"


def test_names_the_strategies_there_are() -> None:
    with pytest.raises(InputError, match=r"Unknown pruning strategy 'fpc-head'.*average-low.*'fpc-heads'\?"):
        prune("fpc-head", 0.5, labels=[0, 0])


@pytest.mark.parametrize(
    ("strategy", "needs"),
    [
        ("self-max", "the kernel's summary or matrix"),
        ("average-high", "the kernel's summary or matrix"),
        ("average-low", "the kernel's summary or matrix"),
        ("fpc-heads", "the kernel matrix or its farthest points"),
        ("fpc-random", "the kernel matrix or its farthest points"),
        ("fpc-largest", "a clustering or the kernel matrix"),
        ("k-center", "features or the kernel matrix"),
        ("el2n", "scores, or the training trace that most are made of"),
        ("d2", "the kernel's summary or matrix and scores"),
    ],
)
def test_says_what_a_strategy_lacks_and_which_would_do(strategy: str, needs: str) -> None:
    with pytest.raises(InputError, match=f"needs {needs}.*one of random") as caught:
        prune(strategy, 0.5, labels=[0, 0])
    assert caught.value.field == "strategy"


@pytest.mark.parametrize("seed", [-1, 0.5, True, "1"])
def test_refuses_seeds_that_are_no_whole_numbers(seed: object) -> None:
    with pytest.raises(InputError, match="seed") as caught:
        prune("random", 0.5, labels=[0, 0], seed=seed)
    assert caught.value.field == "seed"


@pytest.mark.parametrize("indices", [[1], [3, 3], [5, 4], [0.0, 1.0], [[0, 1]]])
def test_refuses_indices_that_do_not_fit(indices: list) -> None:
    with pytest.raises(InputError, match="indices") as caught:
        prune("random", 0.5, labels=[0, 0], indices=indices)
    assert caught.value.field == "indices"


def test_refuses_labels_that_do_not_fit_the_matrix() -> None:
    with pytest.raises(InputError, match="each of the 3 samples"):
        prune("random", 0.5, labels=[0, 0], matrix=np.eye(3))


def test_refuses_what_was_made_from_other_samples() -> None:
    matrix, labels = gaussian_kernel_of(8, 2)
    clustering = farthest_point_clusters(matrix, labels)
    too_many = Clustering(np.array([0, 9]), clustering.assignment, clustering.similarity)
    summary = summary_of(matrix, labels)
    trace = TrainingTrace(np.zeros((1, 5, 2), np.float32), np.zeros(5, bool))
    for field, others in [
        ("clustering", {"labels": labels[:4], "clustering": clustering}),
        ("clustering", {"labels": 1 - labels[[0, 0, 1, 1, 0, 0, 1, 1]], "clustering": clustering}),
        ("clustering", {"labels": labels, "clustering": too_many}),
        ("summary", {"labels": labels[:4], "summary": summary}),
        ("summary", {"labels": labels + 1, "summary": summary}),
        ("trace", {"labels": labels, "trace": trace}),
    ]:
        with pytest.raises(InputError, match=f"The {field}") as caught:
            prune("random", 0.5, **others)
        assert caught.value.field == field


def test_every_strategy_introduces_itself() -> None:
    assert list(STRATEGIES) == [
        "random",
        "self-max",
        "fpc-heads",
        "fpc-random",
        "fpc-largest",
        "hierarchical",
        "average-high",
        "average-low",
        "ntk-norm",
        "k-center",
        "semdedup",
        "left-out",
        "el2n",
        "grand",
        "influence",
        "forgetting",
        "aum",
        "data-iq",
        "dual",
        "ccs",
        "d2",
        "infomax",
    ]
    for name, strategy in STRATEGIES.items():
        assert strategy.name == name
        assert strategy.title
        assert strategy.description.endswith(".")
