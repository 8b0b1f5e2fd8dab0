"""Pruning by one number a sample: which end stays, and who is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.domain import InputError, TrainingTrace
from lpntk.pruning import strategy_of
from lpntk.pruning.samplers import STRATA, share_cut
from support.scored import scores_of
from support.shares import apportioned

LABELS = np.repeat([0, 1, 2], [40, 25, 35])
shares = st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.9])
seeds = st.integers(0, 5)


def values(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=len(LABELS))


@pytest.mark.parametrize(("end", "sign"), [("highest", 1), ("lowest", -1)])
@given(keep=shares, seed=seeds)
def test_an_end_of_each_class_stays(end: str, sign: int, keep: float, seed: int) -> None:
    mine = values(seed)
    plan = prune(f"by:mine:{end}", keep, labels=LABELS, scores={"mine": mine})
    for label, stay in zip(range(3), apportioned(keep, [40, 25, 35]), strict=True):
        rows = np.flatnonzero(label == LABELS)
        best = rows[np.argsort(-sign * mine[rows])][:stay]
        assert sorted(best) == plan.kept[LABELS[plan.kept] == label].tolist()


@given(keep=shares, seed=seeds)
def test_the_middle_of_each_class_stays(keep: float, seed: int) -> None:
    mine = values(seed)
    plan = prune("by:mine:middle", keep, labels=LABELS, scores={"mine": mine})
    for label in range(3):
        own = label == LABELS
        far = np.abs(mine - np.median(mine[own]))
        stay, go = (rows[own[rows]] for rows in (plan.kept, plan.pruned))
        assert far[stay].max() <= far[go].min()


@given(keep=shares, seed=seeds)
def test_strata_are_levelled(keep: float, seed: int) -> None:
    """As in Zheng et al.: from the smallest stratum on, each gives its share of what is left to give."""
    mine = values(seed)
    plan = prune("by:mine:lowest:stratified", keep, labels=LABELS, scores={"mine": mine}, seed=seed)
    for label, stay in zip(range(3), apportioned(keep, [40, 25, 35]), strict=True):
        rows = np.flatnonzero(label == LABELS)
        low, high = -mine[rows].max(), -mine[rows].min()
        stratum = np.minimum(((-mine - low) / (high - low) * STRATA).astype(int), STRATA - 1)
        sizes = np.bincount(stratum[rows], minlength=STRATA)
        drawn = np.bincount(stratum[plan.kept[LABELS[plan.kept] == label]], minlength=STRATA)
        level = drawn.max()
        assert drawn.sum() == stay
        assert (drawn >= np.minimum(sizes, level - 1)).all()
        assert (drawn <= np.minimum(sizes, level)).all()


def test_strata_draw_by_the_seed() -> None:
    kept = [
        prune("by:mine:lowest:stratified", 0.3, labels=LABELS, scores={"mine": values(0)}, seed=seed).kept
        for seed in (0, 0, 1)
    ]
    np.testing.assert_array_equal(kept[0], kept[1])
    assert not np.array_equal(kept[0], kept[2])


@given(keep=shares, seed=seeds)
def test_coverage_cuts_the_most_extreme_off(keep: float, seed: int) -> None:
    mine = values(seed)
    plan = prune("by:mine:highest:coverage", keep, labels=LABELS, scores={"mine": mine}, seed=seed)
    for label, size in zip(range(3), [40, 25, 35], strict=True):
        rows = np.flatnonzero(label == LABELS)
        cut = rows[np.argsort(-mine[rows])][: int(share_cut(keep) * size + 1e-9)]
        assert not set(cut) & set(plan.kept)
        for row in cut:
            reason = plan.reasons[int(np.searchsorted(plan.pruned, row))]
            assert f"among the most extreme {share_cut(keep):.0%} of its class" in reason


def test_nothing_is_cut_off_while_half_stays() -> None:
    assert share_cut(0.9) == share_cut(0.5) == 0
    assert share_cut(0.1) == pytest.approx(0.3)
    assert 0 < share_cut(0.4) < share_cut(0.2) + 1e-9 < share_cut(0.1)


def test_among_equals_it_is_not_who_lies_first_that_goes() -> None:
    labels = np.zeros(200, dtype=int)
    plan = prune("by:mine:highest", 0.5, labels=labels, scores={"mine": np.zeros(200)})
    assert 30 < (plan.pruned < 100).sum() < 70


def test_who_has_no_number_stays_longest() -> None:
    mine = values(0)
    mine[[3, 50]] = np.nan
    for end in ("highest", "lowest", "middle"):
        assert {3, 50} <= set(prune(f"by:mine:{end}", 0.1, labels=LABELS, scores={"mine": mine}).kept)


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("el2n", "by:el2n:highest"),
        ("grand", "by:grand:highest"),
        ("influence", "by:self_influence:highest"),
        ("forgetting", "by:forgetting_events:highest"),
        ("aum", "by:aum:lowest"),
        ("dual", "by:dual:highest"),
        ("left-out", "by:left_out_margin:lowest"),
        ("ccs", "by:aum:lowest:coverage"),
    ],
)
def test_a_published_strategy_is_its_score_and_an_end(name: str, like: str) -> None:
    scores = scores_of(LABELS)
    first, second = (prune(one, 0.3, labels=LABELS, scores=scores, seed=2) for one in (name, like))
    np.testing.assert_array_equal(first.order, second.order)


def test_data_iq_drops_the_hard_then_the_certain() -> None:
    group = np.array([0, 0, 1, 1, 2, 0.0])
    uncertainty = np.array([0.01, 0.02, 0.2, 0.1, 0.24, 0.03])
    scores = {"data_iq_group": group, "aleatoric_uncertainty": uncertainty}
    plan = prune("data-iq", 0.5, labels=np.zeros(6, dtype=int), scores=scores)
    assert plan.order.tolist() == [4, 0, 1, 5, 3, 2]


def test_scores_are_made_of_the_trace() -> None:
    generator = np.random.default_rng(0)
    probabilities = generator.dirichlet(np.ones(3), size=(4, len(LABELS))).astype(np.float32)
    trace = TrainingTrace(probabilities, np.zeros(len(LABELS), bool))
    error = np.linalg.norm(probabilities - np.eye(3)[LABELS], axis=2).mean(axis=0)
    by_trace = prune("el2n", 0.5, labels=LABELS, trace=trace)
    np.testing.assert_allclose(by_trace.score, error, rtol=1e-5)
    with pytest.raises(InputError, match=r"no score 'left_out_margin' here.*el2n") as caught:
        prune("left-out", 0.5, labels=LABELS, trace=trace)
    assert caught.value.field == "scores"


def test_the_reason_says_the_number_and_the_bound() -> None:
    plan = prune("by:mine:highest", 0.5, labels=[0, 0], scores={"mine": [1.5, 0.25]})
    assert plan.reasons == ("its mine is 0.25; those of its class that stay have at least 1.5",)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("by:loss", "write by:SCORE:END"),
        ("by::lowest", "write by:SCORE:END"),
        ("by:loss:lowest:class:more", "write by:SCORE:END"),
        ("by:loss:least", "end of a score 'least'.*'lowest'"),
        ("by:loss:lowest:strata", "sampler 'strata'.*stratified"),
    ],
)
def test_refuses_what_is_no_way_to_prune_by_a_score(name: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        strategy_of(name)
    assert caught.value.field == "strategy"


@pytest.mark.parametrize("mine", [[1.0], [[1.0, 2.0]], ["a", "b"]])
def test_refuses_scores_that_do_not_fit(mine: list) -> None:
    with pytest.raises(InputError, match="The score mine has shape"):
        prune("by:mine:lowest", 0.5, labels=[0, 0], scores={"mine": mine})


def test_who_draws_draws_apart_from_all_others() -> None:
    """Of two strategies with one stream, one would be compared with itself."""
    labels = np.repeat([0, 1], 200)
    matrix = np.eye(400, dtype=np.float32)
    scores = {
        "mine": np.random.default_rng(0).normal(size=400),
        "aum": np.random.default_rng(1).normal(size=400),
    }
    names = ("random", "self-max", "fpc-random", "by:mine:lowest:stratified", "ccs")
    kept = [set(prune(name, 0.3, labels=labels, matrix=matrix, scores=scores, seed=3).kept) for name in names]
    for one in range(len(names)):
        for other in range(one):
            assert len(kept[one] & kept[other]) / 120 < 0.5, (names[one], names[other])


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        ([[1.0], [np.nan]], "features of row 1 are NaN"),
        ([[1e200], [1.0]], "features of row 0 are NaN, infinite or too large"),
        ([1.0, 2.0], r"The features, of shape \(2,\)"),
        ([["a"], ["b"]], "give real numbers"),
    ],
)
def test_refuses_features_that_are_none(features: list, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        prune("k-center", 0.5, labels=[0, 0], features=features)
    assert caught.value.field == "features"


def test_refuses_what_is_no_kernel_and_labels_that_are_no_classes() -> None:
    with pytest.raises(InputError, match="has -1 on its diagonal, in row 0"):
        prune("average-low", 0.5, labels=[0, 0], matrix=-np.eye(2))
    with pytest.raises(InputError, match="label of row 1 is 1099511627776"):
        prune("random", 0.5, labels=[0, 2**40])
