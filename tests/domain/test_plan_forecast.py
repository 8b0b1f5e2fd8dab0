"""What is said of a plan's forecast beside random plans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain.plan_forecast import RANDOM, Band, Outlook, PlanForecast, Standing

BAND = Band(low=0.8, mean=0.82, high=0.85, plans=10)
OUTLOOK = Outlook(
    "el2n", 0.5, 0, accuracy=0.83, full=0.9, random=BAND, held_out="validation", samples=1200
)  # fmt: skip


def test_accuracy_is_the_share_that_is_right() -> None:
    assert PlanForecast("el2n", 0.5, 0, right=3, samples=4).accuracy == 0.75


@pytest.mark.parametrize(
    ("accuracy", "standing"),
    [
        (0.86, Standing.BETTER),
        (0.85, Standing.AS_RANDOM),
        (0.80, Standing.AS_RANDOM),
        (0.79, Standing.WORSE),
    ],
)
def test_only_what_lies_outside_the_band_differs_from_random(accuracy: float, standing: Standing) -> None:
    assert replace(OUTLOOK, accuracy=accuracy).standing is standing


@given(st.floats(0, 1))
def test_a_random_plan_is_as_random_wherever_it_lies(accuracy: float) -> None:
    found = replace(OUTLOOK, strategy=RANDOM, accuracy=accuracy)
    assert found.standing is Standing.AS_RANDOM
    assert found.warning is None
    assert "10 random plans lie between 80.0 and 85.0 %" in found.sentence


@given(st.floats(0, 1))
def test_a_warning_is_given_of_what_is_worse_and_of_nothing_else(accuracy: float) -> None:
    found = replace(OUTLOOK, accuracy=accuracy)
    assert (found.warning is not None) == (found.standing is Standing.WORSE) == (accuracy < BAND.low)


def test_the_warning_says_of_which_plan_and_by_how_much() -> None:
    assert replace(OUTLOOK, accuracy=0.701).warning == (
        "Training on what el2n keeps at 0.5 is forecast to be worse than on as many samples at random: "
        "70.1 % against 82.0 %."
    )


@pytest.mark.parametrize(
    ("accuracy", "sentence"),
    [
        (
            0.87,
            "Forecast 87.0 %, 3.0 points below the full set, better than each of 10 random plans "
            "(80.0 to 85.0 %).",
        ),
        (
            0.83,
            "Forecast 83.0 %, 7.0 points below the full set, as random (80.0 to 85.0 %): a random choice "
            "does as well.",
        ),
        (
            0.7,
            "Forecast 70.0 %, 20.0 points below the full set, worse than each of 10 random plans "
            "(80.0 to 85.0 %): choose another strategy, or keep more.",
        ),
        (
            0.912,
            "Forecast 91.2 %, 1.2 points above the full set, better than each of 10 random plans "
            "(80.0 to 85.0 %).",
        ),
        (
            0.9004,
            "Forecast 90.0 %, the same as the full set, better than each of 10 random plans "
            "(80.0 to 85.0 %).",
        ),
    ],
)
def test_the_sentence_says_what_to_do(accuracy: float, sentence: str) -> None:
    assert replace(OUTLOOK, accuracy=accuracy).sentence == sentence


@pytest.mark.parametrize(
    ("held_out", "judges"),
    [
        ("test", "the 1,200 samples of the test set"),
        ("validation", "the 1,200 samples that training held out"),
        ("drawn", "1,200 samples drawn at random, since training held none out"),
    ],
)
def test_the_note_says_who_judges_and_that_nothing_was_retrained(held_out, judges) -> None:
    assert replace(OUTLOOK, held_out=held_out).note == (
        f"A forecast of the linearised model on {judges}; nothing was retrained."
    )
