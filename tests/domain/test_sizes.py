"""Sizes in the words that people use."""

from __future__ import annotations

import pytest

from lpntk.domain import InputError
from lpntk.domain.request import SETTINGS
from lpntk.domain.sizes import shown_size


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1000, "1000 bytes"),
        (64 << 20, "64 MiB"),
        (3 << 29, "1.5 GiB"),
        (1 << 41, "2 TiB"),
        (1100 << 10, "1.07 MiB"),
    ],
)
def test_a_size_is_shown_in_the_unit_that_fits(size, words):
    assert shown_size(size) == words


def test_a_budget_that_is_too_small_is_told_in_the_unit_of_budgets():
    with pytest.raises(InputError, match=r"^memory_budget is 10 MiB: it must be at least 64 MiB\.$"):
        SETTINGS["memory_budget"].check(10 << 20)


def test_other_settings_are_told_as_they_are():
    with pytest.raises(InputError, match=r"^epochs is 0: it must be between 1 and 10000\.$"):
        SETTINGS["epochs"].check(0)
