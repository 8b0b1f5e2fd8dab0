"""Frames, tables and mappings."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.columns import given_of
from lpntk.domain import InputError


def test_the_index_of_a_frame_says_which_sample_a_row_is_of() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "blur": [0.5, None],
            "camera": ["left", None],
            "whole": pandas.array([1, None], dtype="Int64"),
            "flag": [True, False],
            "day": pandas.to_datetime(["2024-01-02", None]),
            "clip": [[1, 2], [3, 4]],
            "kind": pandas.Categorical(["a", "b"]),
        },
        index=[7, 3],
    )
    found = given_of(frame)

    np.testing.assert_array_equal(found.index, [7, 3])
    np.testing.assert_array_equal(found.columns["blur"], [0.5, np.nan])
    np.testing.assert_array_equal(found.columns["whole"], [1, np.nan])
    np.testing.assert_array_equal(found.columns["clip"], [[1, 2], [3, 4]])
    np.testing.assert_array_equal(found.columns["flag"], [True, False])
    assert found.columns["camera"] == ["left", None]
    assert found.columns["kind"] == ["a", "b"]
    assert str(found.columns["day"][0]).startswith("2024-01-02")


def test_a_column_comes_before_the_index_of_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    found = given_of(pandas.DataFrame({"path": ["a", "b"], "x": [1, 2]}))
    assert found.index is None
    assert found.path == ["a", "b"]


def test_arrow_and_polars_tables_are_taken() -> None:
    polars = pytest.importorskip("polars")
    found = given_of(polars.DataFrame({"index": [1, 2], "x": ["a", None]}))
    np.testing.assert_array_equal(found.index, [1, 2])
    assert found.columns == {"x": ["a", None]}


def test_a_mapping_has_an_array_or_a_list_a_column() -> None:
    import torch

    found = given_of({"index": [2, 1], "x": ("a", "b"), "v": torch.ones(2, 3), "flag": [True, None]})
    assert found.index is not None
    np.testing.assert_array_equal(found.columns["v"], np.ones((2, 3)))
    assert found.columns["x"] == ["a", "b"]
    assert found.columns["flag"] == ["yes", None]


@pytest.mark.parametrize("data", [3, "abc", [1, 2], {"x": 3}, {"x": [[1], [1, 2]]}, {"x": [1], "y": [1, 2]}])
def test_anything_else_is_refused(data: object) -> None:
    with pytest.raises(InputError):
        given_of(data)
