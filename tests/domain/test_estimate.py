"""What an estimate says in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import Estimate
from lpntk.domain.durations import between, roughly
from lpntk.domain.notes import method_note, stages_note, time_note


def estimate(**given: Any) -> Estimate:
    facts: dict[str, Any] = {
        "samples": 60_000,
        "parameters": 10,
        "method": "sketch",
        "memory_budget": 1,
        "memory_bytes": 1,
        "memory_for_all": None,
        "matrix_bytes": 1,
        "keeps_matrix": False,
        "beside_width": 0,
        "beside_bytes": 0,
        "scratch_bytes": 0,
        "passes": 1,
        "multiply_adds": 1,
        "arithmetic": "float32",
        "stages": {"learning": 90.0, "kernel": 400.0, "map": 5.0},
        "others": 0.0,
        "other_seconds": None,
        "without_rule": (),
    }
    return Estimate(**{**facts, **given})


def test_the_whole_run_is_told_and_what_most_of_it_goes_to():
    told = estimate(stages={"learning": 20.0, "kernel": 40.0, "map": 1.0})
    assert told.time == "about 1 min"
    assert stages_note(told) == "learning 20 s, kernel 40 s"


def test_a_long_run_or_a_busy_machine_is_told_as_between():
    assert estimate().time == "between 5 and 13 min"
    busy = estimate(others=1.0)
    assert busy.time == "between 3 and 13 min"
    assert time_note(busy) is not None
    assert time_note(estimate()) is None


@pytest.mark.parametrize(
    ("method", "other", "says"),
    [
        ("sketch", 100.0, "The exact kernel would take about 2 min where this sketch takes 7 min"),
        ("sketch", 500.0, "take it"),
        ("sketch", 600.0, None),
        ("sketch", None, None),
        ("exact", 100.0, "A sketch would take about 2 min where the exact kernel takes 7 min"),
        ("exact", 390.0, None),
    ],
)
def test_the_better_method_is_that_of_the_numbers(method, other, says):
    note = method_note(estimate(method=method, other_seconds=other))
    assert note is None if says is None else says in note


@given(st.floats(0.01, 1e7), st.floats(1, 50))
def test_what_is_said_holds_what_is_meant(low: float, factor: float):
    said = between(low, low * factor)
    assert said.startswith(("about ", "between "))
    assert "nan" not in said


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "5 s"),
        (54, "55 s"),
        (56, "1 min"),
        (61, "1 min"),
        (3500, "58 min"),
        (3571, "1 h"),
        (200_000, "2 days"),
    ],
)
def test_a_time_is_rounded(seconds, words):
    assert roughly(seconds) == words
