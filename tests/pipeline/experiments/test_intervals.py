"""Means with intervals, and what they decide."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain.experiment import Verdict
from lpntk.pipeline.experiments.intervals import all_of, interval, rounded, verdict

SEEN, NOT_SEEN, UNDECIDED = Verdict.SEEN, Verdict.NOT_SEEN, Verdict.UNDECIDED


def test_students_interval() -> None:
    found = interval([1.0, 2.0, 3.0, float("nan")])
    assert (found.mean, found.count) == (2.0, 3)
    # t(.975, 2) = 4.303, s = 1.
    assert (found.low, found.high) == pytest.approx((2 - 4.30265 / 3**0.5, 2 + 4.30265 / 3**0.5), abs=1e-4)
    assert interval([0.9, 0.1, 0.2], (0.0, 1.0)).low == 0.0
    assert np.isnan(interval([]).mean)
    assert np.isnan(interval([3.0]).low)


@pytest.mark.parametrize(
    ("values", "above", "expected"),
    [
        ([1.0, 1.1, 1.2], True, SEEN),
        ([1.0, 1.1, 1.2], False, NOT_SEEN),
        ([-1.0, -1.1, -1.2], False, SEEN),
        ([-0.2, 0.1, 0.3], True, UNDECIDED),
        ([-0.2, -0.1, 0.2], True, NOT_SEEN),
        ([1.0, 1.1], True, UNDECIDED),
        ([], True, UNDECIDED),
    ],
)
def test_the_whole_interval_must_lie_on_the_claims_side(
    values: list[float], above: bool, expected: Verdict
) -> None:
    assert verdict(interval(values), above=above) is expected


def test_a_claim_of_several_parts() -> None:
    assert all_of([SEEN, SEEN]) is SEEN
    assert all_of([SEEN, UNDECIDED]) is UNDECIDED
    assert all_of([UNDECIDED, NOT_SEEN]) is NOT_SEEN


def test_what_is_no_number_is_none() -> None:
    assert [rounded(value) for value in (0.12345, float("nan"), None)] == [0.123, None, None]
