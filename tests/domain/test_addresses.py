"""Selections as the page's address has them: the cases of encode.test.ts, and what others may write."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain.addresses import of_more_samples, selected_rows

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("map?colour=loss&selected=r3.3-y", [3, 4, 5, 40]),
        ('map?selected="r3.3-y"', [3, 4, 5, 40]),
        ("map?selected=%22r1%22", [1]),
        ("map", []),
        ("map?selected=", []),
        ("map?selected=rx!y", []),
        ("map?selected=r1-0", [1, 2]),
        ("map?selected=r1--2", [1]),
        ("map?selected=r0.zzzzzzzzzz", []),
        ("map?selected=b$$", []),
        ('map?selected="r1', []),
        ("map?selected=q3", []),
    ],
)
def test_a_selection_is_read_as_the_page_writes_it(address: str, rows: list[int]) -> None:
    assert selected_rows(address).tolist() == rows


@given(st.sets(st.integers(0, 300)))
def test_bits_stand_for_the_rows_that_are_set(rows: set[int]) -> None:
    digits = [sum(((6 * place + bit) in rows) << bit for bit in range(6)) for place in range(51)]
    found = selected_rows("images?selected=b" + "".join(DIGITS[digit] for digit in digits))
    np.testing.assert_array_equal(found, sorted(rows))


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        ("map", "map"),
        ("map?cluster=3", "map"),
        ("kernel?zoom=1-9%2C2-3&colour=loss", "kernel?colour=loss"),
        ("images?selected=r1.2&cluster=3&sort=cluster_size", "images?selected=r1.2&sort=cluster_size"),
        (
            "pruning?stay=%22r0%22&go=r3&interchangeable=0.7",
            "pruning?stay=%22r0%22&go=r3&interchangeable=0.7",
        ),
        ("", ""),
    ],
)
def test_an_address_loses_what_is_another_with_more_samples(address: str, elsewhere: str) -> None:
    assert of_more_samples(address) == elsewhere
