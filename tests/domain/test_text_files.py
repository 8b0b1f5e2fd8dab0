from __future__ import annotations

import csv
import io
import json

import pytest

from lpntk.domain.text_files import csv_bytes, encodable, json_bytes


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
