"""How well forecasts and retraining agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from lpntk.domain.agreement import LEAST_PLANS, Agreement, agreement

accuracies = st.floats(0, 1).map(lambda number: round(number, 3))
plans = st.lists(st.tuples(st.sampled_from([0.3, 0.5]), accuracies, accuracies), min_size=LEAST_PLANS)


def ordered(keep: float, count: int, *, backwards: bool = False) -> list[tuple[float, float, float]]:
    return [(keep, i / 10, (count - i if backwards else i) / 20) for i in range(count)]


@given(plans.filter(lambda some: len({a for _, a, _ in some}) > 1 and len({b for _, _, b in some}) > 1))
def test_the_correlation_is_spearmans(pairs: list[tuple[float, float, float]]) -> None:
    found = agreement(pairs)
    expected = spearmanr([a for _, a, _ in pairs], [b for _, _, b in pairs]).statistic
    assert found.plans == len(pairs)
    assert found.correlation == pytest.approx(expected)
    assert found.within is None or -1 - 1e-9 <= found.within <= 1 + 1e-9


def test_within_is_the_mean_over_shares_that_have_enough_plans() -> None:
    pairs = [*ordered(0.3, 6), *ordered(0.5, 6, backwards=True), *ordered(0.7, LEAST_PLANS - 1)]
    found = agreement(pairs)
    assert found.plans == 12 + LEAST_PLANS - 1
    assert found.within == pytest.approx(0)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        ordered(0.5, LEAST_PLANS - 1),
        [(0.5, 0.8, i / 10) for i in range(6)],
        [(0.5, i / 10, 0.8) for i in range(6)],
    ],
)
def test_of_too_few_plans_or_of_plans_that_do_not_differ_nothing_is_said(pairs) -> None:
    found = agreement(pairs)
    assert found == Agreement(len(pairs), None, None)
    assert found.sentence is None


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Agreement(12, 0.9, None),
            "Of the 12 plans of this analysis that were retrained, forecast and retraining give much the "
            "same order (Spearman 0.90).",
        ),
        (
            Agreement(12, 0.2, None),
            "Of the 12 plans of this analysis that were retrained, forecast and retraining give different "
            "orders (Spearman 0.20).",
        ),
        (
            Agreement(12, 0.9, 0.6),
            "Of the 12 plans of this analysis that were retrained, forecast and retraining give much the "
            "same order (Spearman 0.90); among plans of one share 0.60: it tells strategies of "
            "one share apart.",
        ),
        (
            Agreement(12, 0.9, 0.1),
            "Of the 12 plans of this analysis that were retrained, forecast and retraining give much the "
            "same order (Spearman 0.90); among plans of one share 0.10: it hardly tells "
            "strategies of one share apart: believe the retraining.",
        ),
    ],
)
def test_the_sentence_says_how_far_to_believe_a_forecast(found: Agreement, sentence: str) -> None:
    assert found.sentence == sentence
