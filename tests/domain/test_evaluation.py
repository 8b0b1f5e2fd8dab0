"""Means, intervals and verdicts of trainings."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lpntk.domain.evaluation import FULL, RANDOM, EvaluationUnit, summarise

TESTED = 1000


def units(arm, rights, keep=0.5, schedule="updates", samples=TESTED, first=0):
    return [
        EvaluationUnit(arm, keep, seed, schedule, (right,), samples, kept=50, updates=10)
        for seed, right in enumerate(rights, first)
    ]


def of(found, arm, schedule="updates"):
    return next(one for one in found if (one.arm, one.schedule) == (arm, schedule))


numbers = st.lists(st.integers(0, TESTED), min_size=2, max_size=20)


@given(numbers)
def test_mean_deviation_and_interval_are_those_of_scipy(rights):
    (found,) = summarise(units(RANDOM, rights))
    accuracies = np.array(rights) / TESTED
    assert found.mean == pytest.approx(accuracies.mean())
    assert found.std == pytest.approx(accuracies.std(ddof=1))
    assert found.seeds == len(rights)
    assert 0 <= found.interval[0] <= found.mean <= found.interval[1] <= 1
    if found.std > 1 / TESTED:
        low, high = stats.t.interval(0.95, len(rights) - 1, accuracies.mean(), stats.sem(accuracies))
        assert found.interval == pytest.approx((max(0, low), min(1, high)))


pairs = st.lists(st.tuples(st.integers(0, TESTED), st.integers(0, TESTED)), min_size=1, max_size=12)


@given(pairs)
def test_differences_are_paired_and_the_verdict_is_the_intervals(rights):
    own, other = zip(*rights, strict=True)
    found = of(summarise([*units(RANDOM, other), *units("fpc-heads", own)]), "fpc-heads").against_random
    differences = (np.array(own) - other) / TESTED
    assert found.difference == pytest.approx(differences.mean())
    assert found.seeds == len(rights)
    assert all(math.isfinite(bound) for bound in found.interval or ())
    if len(rights) < 3:
        assert found.verdict == "too few seeds"
        return
    low, high = found.interval
    assert found.verdict == ("better" if low > 0 else "worse" if high < 0 else "no different")
    if differences.std() > 1 / TESTED:
        sem = stats.sem(differences)
        expected = stats.t.interval(0.95, len(rights) - 1, differences.mean(), sem)
        assert (low, high) == pytest.approx(expected)
        assert (found.verdict != "no different") == (stats.ttest_1samp(differences, 0).pvalue < 0.05)


@given(pairs)
def test_exchanging_the_two_exchanges_better_and_worse(rights):
    own, other = zip(*rights, strict=True)
    one = of(summarise([*units(RANDOM, other), *units("x", own)]), "x").against_random
    two = of(summarise([*units(RANDOM, own), *units("x", other)]), "x").against_random
    opposite = {"better": "worse", "worse": "better"}
    assert two.verdict == opposite.get(one.verdict, one.verdict)
    assert two.difference == pytest.approx(-one.difference)


@pytest.mark.parametrize(("gain", "verdict"), [(0, "no different"), (1, "no different"), (5, "better")])
def test_seeds_that_all_agree_are_no_surer_than_a_sample_of_the_test_set(gain, verdict):
    found = of(summarise([*units(RANDOM, [20] * 3), *units("x", [20 + gain] * 3)]), "x").against_random
    assert found.verdict == verdict
    assert found.interval[0] < found.difference < found.interval[1]


def test_the_sentence_says_how_much_and_how_sure():
    found = summarise(
        [
            *units(FULL, [940, 941, 939], keep=1.0),
            *units(RANDOM, [920, 924, 922]),
            *units("good", [931, 933, 932]),
            *units("bad", [900, 903, 904]),
            *units("same", [921, 922, 924]),
        ]
    )
    sentences = [one.sentence for one in found]
    assert sentences == [
        "94.0% on average over 3 seeds.",
        "92.2% on average, 1.8 points below the full set (-2.2 to -1.4): worse than the full set.",
        "93.2% on average, 1.0 points above random (+0.8 to +1.2): better than random.",
        "90.2% on average, 2.0 points below random (-2.3 to -1.6): worse than random.",
        "92.2% on average, 0.03 points above random (-0.5 to +0.6): no different from random.",
    ]
    assert of(found, "good").against_full.verdict == "worse"


@pytest.mark.parametrize("seeds", [1, 2])
def test_few_seeds_are_said_to_be_few(seeds):
    found = of(summarise([*units(RANDOM, [90] * seeds), *units("x", [95] * seeds)]), "x")
    assert found.against_random.verdict == "too few seeds"
    assert found.sentence.endswith(f"0.5 points above random: too few seeds to tell ({seeds} of at least 3).")
    assert (found.std is None) == (found.interval is None) == (seeds == 1)


def test_only_seeds_that_both_have_are_compared():
    found = summarise([*units(RANDOM, [900, 901, 902]), *units("x", [910, 911], first=1)])
    assert of(found, "x").against_random.seeds == 2
    assert of(found, "x").against_full is None


def test_the_full_set_is_one_training_for_both_schedules():
    found = summarise(
        [
            *units(FULL, [940] * 3, keep=1.0),
            *units(RANDOM, [900] * 3),
            *units(RANDOM, [800] * 3, schedule="epochs"),
        ]
    )
    assert [(one.arm, one.schedule) for one in found] == [
        (FULL, "updates"),
        (RANDOM, "updates"),
        (FULL, "epochs"),
        (RANDOM, "epochs"),
    ]
    assert of(found, RANDOM, "epochs").against_full.difference == pytest.approx(-0.14)


def test_a_list_is_compared_with_its_own_companion():
    found = summarise(
        [*units(RANDOM, [800] * 3), *units("mine", [900] * 3), *units("like mine", [850] * 3)],
        {"mine": "like mine"},
    )
    assert of(found, "mine").against_random.difference == pytest.approx(0.05)
    assert of(found, "like mine").against_random is None


def test_trainings_that_diverged_are_told():
    first, *rest = units(RANDOM, [0, 900, 910])
    (found,) = summarise([replace(first, diverged=True), *rest])
    assert found.sentence.endswith("; 1 of 3 seeds diverged.")


def test_larger_shares_come_first():
    found = summarise([*units(RANDOM, [1], keep=0.3), *units(RANDOM, [1], keep=0.7)])
    assert [one.keep for one in found] == [0.7, 0.3]
