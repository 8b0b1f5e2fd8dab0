"""One score of all samples as a column of numbers."""

from __future__ import annotations

import numpy as np
import pytest


def test_a_column_is_as_the_table_has_it(finished):
    table = finished.read.samples(finished.id)
    assert len(table.scores) >= 20
    for name, expected in table.scores.items():
        answer = finished.get(f"/scores/{name}")
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Count"] == "200"
        np.testing.assert_array_equal(np.frombuffer(answer.content, "<f4"), expected.astype(np.float32))


def test_a_column_that_the_caller_has_is_not_sent_again(finished):
    first = finished.get("/scores/aum")
    tag = first.headers["ETag"]
    path = f"/api/analyses/{finished.id}/scores/aum"
    again = finished.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert finished.client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert finished.get("/scores/el2n").headers["ETag"] != tag


@pytest.mark.parametrize("name", ["beauty", "x" * 64, "..%2Floss"])
def test_a_score_that_there_is_not_is_refused_in_a_sentence(finished, name):
    answer = finished.get(f"/scores/{name}")
    assert answer.status_code in (404, 422)
    assert answer.json()["error"]["message"].endswith((".", "?"))


def test_options_describe_groups_and_categories(finished):
    scores = {score["name"]: score for score in finished.client.get("/api/options").json()["scores"]}
    assert scores["data_iq_group"]["categories"] == ["easy", "ambiguous", "hard"]
    assert scores["loss"]["categories"] == []
    assert scores["loss"]["group"] == "At the checkpoint"
