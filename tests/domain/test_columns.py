"""What a column is of what was given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lpntk.domain import InputError
from lpntk.domain.columns import (
    MOST_CATEGORIES,
    NONE,
    Column,
    ColumnKind,
    NoColumnError,
    Values,
    column_of,
)


def made(values: Values) -> Column:
    return column_of("  mine ", values, np.arange(10, 10 + len(values)))


@given(arrays.arrays(np.float64, st.integers(1, 20), elements=st.floats(-1e6, 1e6)))
def test_numbers_stay_what_they_are_also_as_texts(numbers: np.ndarray) -> None:
    for values in (numbers, [repr(float(number)) for number in numbers]):
        column = made(values)
        assert (column.name, column.kind) == ("mine", ColumnKind.NUMBER)
        np.testing.assert_array_equal(column.values, numbers)
        assert column.known.all()


@given(st.lists(st.sampled_from(["left", "right", "", "  ", "NaN", None]), min_size=1))
def test_texts_are_groups(texts: list[str | None]) -> None:
    expected = [None if text in ("", "  ", "NaN", None) else text for text in texts]
    if not any(expected):
        with pytest.raises(NoColumnError, match="'mine' holds nothing"):
            made(texts)
        return
    column = made(texts)
    assert column.kind is ColumnKind.CATEGORY
    assert list(column.categories) == sorted({text for text in expected if text})
    assert column.texts() == expected
    np.testing.assert_array_equal(column.known, [text is not None for text in expected])


def test_what_is_no_number_makes_all_groups() -> None:
    assert made(["1", "2", "three"]).categories == ("1", "2", "three")
    assert made(["1_000", "2"]).categories == ("1_000", "2")
    np.testing.assert_array_equal(made(["1e3", "", " 2"]).values, [1000, np.nan, 2])


def test_flags_and_days_are_groups() -> None:
    assert made(np.array([True, False])).texts() == ["yes", "no"]
    days = made(np.array(["2024-02-01", "NaT"], dtype="datetime64[D]"))
    assert days.texts() == ["2024-02-01", None]
    assert days.values.tolist() == [0, NONE]


def test_an_apostrophe_before_a_formula_is_a_spreadsheets() -> None:
    assert made(["'=SUM(1)", "'tis"]).categories == ("'tis", "=SUM(1)")


def test_vectors_are_an_embedding() -> None:
    column = made(np.arange(6).reshape(2, 3))
    assert column.kind is ColumnKind.EMBEDDING
    assert column.values.dtype == np.float32
    assert column.values.shape == (2, 3)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (np.array([1, np.inf]), "is infinite for sample 11"),
        (["1", "inf"], "is infinite for sample 11"),
        (np.array([[1, 2], [np.nan, 1]]), "NaN or Inf for sample 11"),
        (np.array([[1, 2], [1e300, 1]]), "NaN or Inf for sample 11"),
        (np.zeros((2, 0)), "has 0 numbers a sample"),
        (np.zeros((2, 2, 2)), "has the shape"),
    ],
)
def test_what_is_wrong_is_said_of_which_sample(values: Values, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        made(values)
    assert not isinstance(caught.value, NoColumnError)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([f"text {n}" for n in range(MOST_CATEGORIES + 1)], "has 501 different texts"),
        (["x" * 101], "a text that is no name of a group"),
        (["a\x1b[0m"], "a text that is no name of a group"),
        (np.array([np.nan, np.nan]), "holds nothing"),
    ],
)
def test_what_is_of_no_use_is_told_from_what_is_wrong(values: Values, says: str) -> None:
    with pytest.raises(NoColumnError, match=says):
        made(values)
