"""Columns of all samples, as numbers in one answer."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lpntk.api.columns import TYPES, encode
from support.columns import decode

FACTS = ["index", "label", "predicted", "head", "head_similarity", "x", "y", "suggested"]

COLUMNS = st.dictionaries(
    st.text(max_size=8),
    st.sampled_from([*TYPES, "?"]).flatmap(
        lambda kind: (
            arrays.arrays(np.dtype(kind), st.integers(0, 20), elements={"allow_nan": False})
            if kind[0] == "f"
            else arrays.arrays(np.dtype(kind), st.integers(0, 20))
        )
    ),
    max_size=5,
)


@given(COLUMNS, st.dictionaries(st.sampled_from("abc"), st.none() | st.integers() | st.text()))
def test_what_is_encoded_is_read_again(columns, facts):
    found = decode(encode(columns, facts))
    assert found.facts == {"count": max(map(len, columns.values()), default=0), **facts}
    assert found.columns.keys() == columns.keys()
    for name, column in columns.items():
        np.testing.assert_array_equal(found.columns[name], column)


@pytest.mark.parametrize("kind", ["i8", "u8", "f2", "U3"])
def test_a_type_that_a_browser_has_no_array_for_is_not_sent(kind):
    with pytest.raises(TypeError, match="column odd"):
        encode({"odd": np.zeros(1, dtype=kind)})


def test_big_endian_numbers_are_turned_round():
    assert decode(encode({"x": np.array([1.5], dtype=">f4")})).columns["x"].tolist() == [1.5]


def test_every_column_in_one_answer(finished):
    page = finished.get("/page").json()
    assert list(page["columns"]) == FACTS + page["scores"]
    answer = finished.get("/columns", name=list(page["columns"]))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    found = decode(answer.content)
    assert found.facts == {"count": 200}
    table = finished.read.samples(finished.id)
    for name in ("index", "label", "predicted", "head_similarity", "x", "y"):
        np.testing.assert_array_equal(found.columns[name], getattr(table, name))
    np.testing.assert_array_equal(found.columns["index"][found.columns["head"]], table.head)
    assert len(table.scores) >= 20
    for name, expected in table.scores.items():
        kind = "|u1" if expected.dtype == bool else "<f4"
        assert found.columns[name].dtype.str == kind
        np.testing.assert_array_equal(found.columns[name], expected)


def test_a_column_is_known_by_its_content(finished):
    for name, known in finished.get("/page").json()["columns"].items():
        column = decode(finished.get("/columns", name=name).content).columns[name]
        assert known == hashlib.sha256(column.tobytes()).hexdigest()[:16]


def test_columns_that_the_caller_has_are_not_sent_again(finished):
    first = finished.get("/columns", name=["aum", "loss"])
    assert first.headers["Cache-Control"] == "private, no-cache"
    path, tag = first.request.url, first.headers["ETag"]
    again = finished.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert finished.client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert finished.get("/columns", name="el2n").headers["ETag"] != tag


def test_columns_of_known_content_are_kept_for_ever(finished):
    answer = finished.get("/columns", name="aum", v=finished.get("/page").json()["columns"]["aum"])
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/columns?name=loss&name=x", "/plan/order?strategy=random&keep=0.5"])
def test_columns_are_compressed_where_that_is_taken(finished, path):
    plain = finished.client.get(f"/api/analyses/{finished.id}{path}", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    packed = finished.client.get(f"/api/analyses/{finished.id}{path}")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content)
    assert packed.content == plain.content
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("names", "status", "words"),
    [
        (["los"], 422, "Did you mean 'loss'"),
        (["index", "beauty"], 422, "beauty"),
        (["true_label"], 404, "none of its labels were flipped"),
        (["x" * 101], 422, "100"),
        ([], 422, ""),
        (["x"] * 251, 422, "250"),
    ],
)
def test_columns_that_there_are_not_are_refused_in_a_sentence(finished, names, status, words):
    answer = finished.get("/columns", name=names)
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]
    assert answer.json()["error"]["message"].endswith((".", "?"))


def test_options_describe_groups_and_categories(finished):
    scores = {score["name"]: score for score in finished.client.get("/api/options").json()["scores"]}
    assert scores["data_iq_group"]["categories"] == ["easy", "ambiguous", "hard"]
    assert scores["loss"]["categories"] == []
    assert scores["loss"]["group"] == "At the checkpoint"
