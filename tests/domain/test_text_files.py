from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lpntk.domain.text_files import columns_csv, csv_bytes, encodable, json_bytes


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", "-1.5"]
)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert read(csv_bytes(["path"], [[text]])) == [["path"], ["'" + text]]


def test_headers_are_neutralised_too():
    assert read(csv_bytes(["=a"], [])) == [["'=a"]]


@pytest.mark.parametrize("value", [-1.5, -3, 0, 1e-9, float("-inf"), "", "a=b", "a - b", " =1", None])
def test_all_else_stays_as_it_is(value):
    (cell,) = read(csv_bytes(["x"], [[value, "end"]]))[1][:1]
    assert cell == ("" if value is None else str(value))


def test_names_that_are_not_utf8_are_written():
    name = b"caf\xe9.png".decode(errors="surrogateescape")
    assert read(csv_bytes(["path"], [[name]]))[1] == ["caf\\udce9.png"]
    assert json.loads(json_bytes({"path": name})) == {"path": name}
    assert encodable(name) == "caf\\udce9.png"
    assert encodable("café 猫") == "café 猫"


TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=6)


@given(TEXTS)
def test_texts_in_columns_are_written_as_in_rows(column):
    numbers = range(len(column))
    by_column = columns_csv({"=n": np.arange(len(column)), "a,b": column})
    assert by_column == csv_bytes(["=n", "a,b"], zip(numbers, column, strict=True))


@given(arrays.arrays(np.float32, st.integers(1, 20)), st.booleans())
def test_numbers_in_columns_are_those_that_they_were(column, wide):
    numbers = column.astype(np.float64) if wide else column
    rows = read(columns_csv({"x": numbers, "flag": numbers > 0}))
    assert rows[0] == ["x", "flag"]
    cells, flags = zip(*rows[1:], strict=True)
    assert [cell == "" for cell in cells] == np.isnan(numbers).tolist()
    found = np.array([cell or "nan" for cell in cells], dtype=numbers.dtype)
    np.testing.assert_array_equal(found, numbers)
    assert list(flags) == [str(one) for one in (numbers > 0).tolist()]


def test_short_numbers_stay_short():
    column = np.array([0.5, 3, -2.25, 1e-9, np.inf], dtype=np.float32)
    assert columns_csv({"x": column, "none": [None] * 5}) == (
        b"x,none\n0.5,\n3,\n-2.25,\n9.99999972e-10,\ninf,\n"
    )
