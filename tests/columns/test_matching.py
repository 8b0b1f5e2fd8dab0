"""Which samples the rows of a file are of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.columns import Matched, Owner, matched, read
from lpntk.columns.given import given as given_columns
from lpntk.domain import InputError

INDICES = np.array([2, 3, 5, 8])
OWNER = Owner(INDICES, ["b/1.png", "b/2.png", "c/1.png", "c/2.png"], original_size=10)


def match(text: str, owner: Owner = OWNER) -> Matched:
    return matched(read(text.encode(), "mine.csv"), owner, lambda name: name == "loss")


@given(st.permutations(INDICES.tolist()))
def test_rows_may_come_in_any_order(order: list[int]) -> None:
    found = match("index,x\n" + "".join(f"{index},{index * 10}\n" for index in order))

    np.testing.assert_array_equal(found.indices, INDICES)
    np.testing.assert_array_equal(found.columns[0].values, INDICES * 10)
    assert found.notes == []


def test_some_samples_may_be_missing_and_some_left_out() -> None:
    found = match("index,x\n8,1\n3,2\n4,7\n9,7\n")

    assert found.indices.tolist() == [3, 8]
    assert found.columns[0].values.tolist() == [2, 1]
    assert found.notes == ["2 rows are of samples that this analysis has left out, and are left out, too."]


def test_samples_may_be_known_by_their_paths() -> None:
    found = match("path,x\nc/1.png,1\n./b/2.png,2\nc\\2.png,3\n")
    assert found.indices.tolist() == [3, 5, 8]
    assert found.columns[0].values.tolist() == [2, 1, 3]


@pytest.mark.parametrize(("rows", "expected"), [(4, [0, 1, 2, 3]), (10, [2, 3, 5, 8])])
def test_without_either_the_rows_are_the_samples(rows: int, expected: list[int]) -> None:
    found = matched(given_columns("It", {"x": np.arange(rows)}), OWNER, lambda name: False)
    assert found.indices.tolist() == INDICES.tolist()
    assert found.columns[0].values.tolist() == expected


def test_a_column_that_is_of_no_use_is_left_out_and_told() -> None:
    found = match("index,x,nothing\n2,1,\n3,2,\n")
    assert [column.name for column in found.columns] == ["x"]
    assert found.notes == ["The column 'nothing' holds nothing: leave it out."]
    with pytest.raises(InputError, match="holds nothing"):
        match("index,nothing\n2,\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("index,x\n2,1\n10,1\n", "Row 3 of mine.csv is of a sample '10', which there is not"),
        ("index,x\n-1,1\n", "Row 2 of mine.csv is of a sample '-1'"),
        ("index,x\n2.5,1\n", "Row 2 of mine.csv is of a sample '2.5'"),
        ("index,x\n,1\n", "Row 2 of mine.csv is of a sample ''"),
        ("index,x\n2,1\n3,1\n2,1\n", "has sample 2 in its rows 2 and 4"),
        ("path,x\nb/1.png,1\nb/9.png,1\n", "Row 3 of mine.csv is of a file 'b/9.png'"),
        ("x\n1\n2\n", "has 2 rows and no column that says .* give 4, .*or 10 for all"),
        ("index,loss\n2,1\n", "a column 'loss', which is what lpntk calls one of its own"),
        ("index,x,X\n2,1,1\n", "two columns 'x' and 'X'"),
        ("index,a/b\n2,1\n", "cannot be called 'a/b'"),
        ("index,x\n4,1\n", "has no row of a sample of this analysis"),
        ("index,e0,e1\n2,1,1\n3,1,\n5,1,1\n8,1,1\n", "NaN or Inf for sample 3"),
        ("index,e0,e1\n2,1,1\n3,1,1\n", "lacks 2 samples, such as 5"),
        ("index," + ",".join(f"c{n}" for n in range(65)) + "\n", "has no rows"),
        ("index," + ",".join(f"c{n}" for n in range(65)) + "\n2" + ",1" * 65, "has 65 columns"),
    ],
)
def test_what_does_not_fit_is_said_by_its_row(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        match(text)
    assert caught.value.message.isprintable()


def test_paths_are_of_files() -> None:
    with pytest.raises(InputError, match="these samples are no files"):
        match("path,x\na,1\n", Owner(INDICES))


def test_without_a_known_size_a_sample_that_is_not_there_is_unknown() -> None:
    with pytest.raises(InputError, match="is of a sample '4'"):
        match("index,x\n2,1\n4,1\n", Owner(INDICES))
