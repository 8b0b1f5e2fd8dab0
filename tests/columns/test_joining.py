"""Columns of samples, and of others that come after them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lpntk.columns import Described, joined
from lpntk.domain.columns import MOST_COLUMNS, Column, ColumnKind, Values, column_of

Named = dict[str, Values]


def join(first: Named, then: Named, counts: tuple[int, int] = (2, 3)) -> tuple[dict[str, Column], list[str]]:
    parts = [
        Described(what, count, [column_of(name, values, np.arange(count)) for name, values in given.items()])
        for what, count, given in zip(("first.csv", "more.csv"), counts, (first, then), strict=True)
    ]
    columns, notes = joined(*parts, np.arange(sum(counts)))
    return {column.name: column for column in columns}, list(notes)


numbers = st.lists(st.floats(allow_infinity=False, width=64), min_size=1, max_size=5).filter(
    lambda values: not np.isnan(values).all()
)
words = st.lists(st.sampled_from(["left", "right", "up", None]), min_size=1, max_size=5).filter(any)


@given(numbers, numbers, words, words)
def test_those_of_one_name_go_on(
    size: list[float], more: list[float], camera: list[str | None], others: list[str | None]
) -> None:
    columns, notes = join({"Size": np.array(size)}, {"size": np.array(more)}, (len(size), len(more)))
    np.testing.assert_array_equal(columns["Size"].values, [*size, *more])
    assert notes == []

    columns, notes = join({"camera": camera}, {"camera": others}, (len(camera), len(others)))
    assert columns["camera"].texts() == [*camera, *others]
    assert columns["camera"].categories == tuple(sorted({*camera, *others} - {None}))
    assert notes == []


def test_what_one_side_lacks_is_not_known_there_and_that_is_said() -> None:
    columns, notes = join({"size": np.array([1.0, 2]), "day": ["a", "b"]}, {"Depth": np.array([3.0, 4, 5])})

    np.testing.assert_array_equal(columns["size"].values, [1, 2, np.nan, np.nan, np.nan])
    assert columns["day"].texts() == ["a", "b", None, None, None]
    np.testing.assert_array_equal(columns["Depth"].values, [np.nan, np.nan, 3, 4, 5])
    assert notes == [
        "Columns that are known of a part of the samples only: size (not of more.csv), day (not of "
        "more.csv), Depth (of more.csv alone)."
    ]


def test_numbers_beside_texts_are_texts() -> None:
    columns, notes = join({"size": np.array([1, 0.25])}, {"size": ["2", "large", None]})

    assert columns["size"].texts() == ["1", "0.25", "2", "large", None]
    assert notes == [
        "Columns that hold numbers in one part and texts in another, and are taken as texts: size."
    ]


def test_numbers_that_would_be_too_many_texts_are_left_out() -> None:
    columns, notes = join({"id": np.arange(600.0)}, {"id": ["none of these", "x", "y"]}, (600, 3))

    assert columns == {}
    assert notes == ["Columns that could not be joined, and are left out: id (too many different texts)."]


def test_an_embedding_goes_on_where_all_samples_have_it() -> None:
    two, three = np.arange(4.0).reshape(2, 2), np.arange(6.0).reshape(3, 2)
    columns, notes = join({"clip": two, "dino": two}, {"clip": three, "dino": np.ones((3, 4)), "vit": three})

    assert [column.kind for column in columns.values()] == [ColumnKind.EMBEDDING]
    np.testing.assert_array_equal(columns["clip"].values, [*two, *three])
    assert notes == [
        "Columns that could not be joined, and are left out: dino (an embedding, and not of all samples), "
        "vit (an embedding, and not of all samples)."
    ]


def test_beyond_what_may_be_kept_the_first_samples_columns_come_first() -> None:
    columns, notes = join(
        {f"a{place}": np.ones(2) for place in range(MOST_COLUMNS)}, {"a0": np.ones(3), "b": np.ones(3)}
    )

    assert len(columns) == MOST_COLUMNS
    assert "b" not in columns
    assert notes[-1] == "Columns that could not be joined, and are left out: b (there may be 64 columns)."
