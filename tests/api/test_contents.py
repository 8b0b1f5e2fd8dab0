"""Texts and rows of a table over HTTP: many at once, found by words, and a row's cells beside the scores."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.conftest import BASE_URL, Finished
from lpntk.api.app import create_app
from lpntk.pipeline.results.contents import MOST_CHARACTERS
from lpntk.pipeline.workspace import Workspace
from support.columns import decode, encoded
from support.said import finished_rows, finished_texts
from support.tables import SENTENCES


def _finished(url: str, identifier: int) -> Iterator[Finished]:
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield Finished(identifier, workspace, client)


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Iterator[Finished]:
    yield from _finished(*finished_texts(tmp_path_factory.mktemp("texts")))


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> Iterator[Finished]:
    yield from _finished(*finished_rows(tmp_path_factory.mktemp("rows")))


def _contents(finished: Finished, indices: list[int], **more: str):
    path = f"/api/datasets/{finished.get('').json()['dataset_id']}"
    return finished.client.get(f"{path}/contents", params={"i": encoded(indices), **more})


def test_texts_come_in_the_order_asked_and_long_ones_begin(texts):
    found = _contents(texts, [63, 2]).json()
    assert found["columns"] is None
    assert found["cut"] == [0]
    assert len(found["samples"][0]) == MOST_CHARACTERS
    assert found["samples"][1].startswith(SENTENCES[2][0])


def test_rows_come_with_the_headings_of_their_cells(rows):
    found = _contents(rows, [0]).json()
    assert found["cut"] == []
    cells = dict(zip(found["columns"], found["samples"][0], strict=True))
    assert (cells["alcohol"], cells["proline"], cells["colour"]) == (14.23, 1065, "deep")


def test_contents_are_sent_once_and_kept_for_ever(texts):
    answer = _contents(texts, [1, 2], v="x")
    assert "immutable" in answer.headers["Cache-Control"]
    path = str(answer.url)
    again = texts.client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pictures_have_no_contents_and_no_words(finished):
    index = int(finished.read.samples(finished.id).index[0])
    for answer in (_contents(finished, [index]), finished.get("/search", words="one")):
        assert answer.status_code == 404
        assert "pictures" in answer.json()["error"]["message"]


def test_what_is_not_there_is_not_found(texts):
    assert _contents(texts, [1999]).status_code == 404


def test_all_words_are_looked_for_however_they_are_written(texts, rows):
    found = texts.get("/search", words="RIVER  story").json()["indices"]
    assert found == list(range(0, 64, len(SENTENCES)))
    assert texts.get("/search", words="river candle").json()["indices"] == []
    # The whole of a text is searched, not only how it begins.
    assert texts.get("/search", words="very ash").json()["indices"] == [63]
    deep = rows.get("/search", words="deep").json()["indices"]
    assert deep == rows.get("/search", words="colour deep").json()["indices"] != []


@pytest.mark.parametrize("words", ["", "   ", " ".join(["a"] * 21), "a" * 201])
def test_too_few_and_too_many_words_are_refused(texts, words):
    assert texts.get("/search", words=words).status_code == 422


def test_cells_stand_beside_the_scores(rows):
    page = rows.get("/page").json()
    own = {one["name"]: one for one in page["own"]}
    assert own["row.colour"]["categories"] == ["deep", "light"]
    assert own["row.od280-od315_of_diluted_wines"]["title"] == "od280/od315_of_diluted_wines"
    names = ["row.loss", "row.colour", "loss"]
    columns = decode(rows.get("/columns", name=names).content).columns
    first = _contents(rows, [0]).json()
    cells = dict(zip(first["columns"], first["samples"][0], strict=True))
    assert columns["row.loss"][0] == np.float32(cells["loss"]) != columns["loss"][0]
    assert columns["row.colour"][0] == 0
    assert rows.get("/samples/0").json()["own"]["row.colour"] == "deep"
    fields = {one["heading"]: one for one in page["fields"]}
    assert fields["colour"]["deviation"] is None
    assert fields["loss"]["deviation"] == pytest.approx(float(columns["row.loss"].std()), rel=1e-5)


@pytest.mark.parametrize("name", ["row.loss", "row.colour"])
def test_how_much_a_column_tells_of_the_class(rows, name):
    columns = decode(rows.get("/columns", name=[name, "label"]).content).columns
    values, labels = columns[name].astype(float), columns["label"]
    of_class = {label: values[labels == label].mean() for label in np.unique(labels)}
    between = np.var([of_class[label] for label in labels])
    found = {one["heading"]: one["telling"] for one in rows.get("/page").json()["fields"]}
    # Of two groups, Goodman and Kruskal's tau is the correlation ratio of 0 and 1.
    assert found[name.removeprefix("row.")] == pytest.approx(between / values.var(), rel=1e-4)


def test_a_column_of_ones_own_cannot_be_called_as_cells_are(rows):
    content = b"index,row.colour\n0,1\n1,2\n"
    answer = rows.client.post(
        f"/api/analyses/{rows.id}/own-columns",
        params={"file": "x.csv"},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    page = rows.get("/page").json()
    assert answer.status_code == 422 or answer.json()["columns"] == []
    assert [one["group"] for one in page["own"] if one["name"] == "row.colour"] == ["In the table"]
