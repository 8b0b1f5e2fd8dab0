"""Columns of a person's own over HTTP."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lpntk.api import app as application
from lpntk.api.app import create_app
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.columns import decode
from support.columns import indices as indices_of

BASE_URL = "http://localhost:8000"
HERE = "/api/analyses/1"


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[tuple[TestClient, Workspace]]:
    url, _ = finished_analysis(tmp_path_factory.mktemp("own"))
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield client, workspace


@pytest.fixture
def served(shared) -> TestClient:
    """A client of a workspace with a finished analysis, number 1, whose data have no columns."""
    client, _ = shared
    for one in client.get(f"{HERE}/own-columns").json():
        client.delete(f"{HERE}/own-columns/{one['name']}")
    return client


def upload(client: TestClient, file: str, content: bytes, **query: object):
    return client.post(f"{HERE}/own-columns", params={"file": file, **query}, content=content, headers=BYTES)


BYTES = {"Content-Type": "application/octet-stream"}


def csv_of(client: TestClient) -> bytes:
    rows = [f"{index},{row},{'ab'[row % 2]}" for row, index in enumerate(indices_of(client))]
    return "\n".join(["index,My blur,camera", *rows]).encode()


def npy(vectors: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, vectors)
    return file.getvalue()


def test_columns_are_added_shown_and_removed(served) -> None:
    added = upload(served, "mine.csv", csv_of(served))
    assert added.status_code == 201
    assert [(one["name"], one["kind"]) for one in added.json()["columns"]] == [
        ("My blur", "number"),
        ("camera", "category"),
    ]
    page = served.get(f"{HERE}/page").json()
    assert [(one["name"], one["group"], one["categories"]) for one in page["own"]] == [
        ("My blur", "Yours", []),
        ("camera", "Yours", ["a", "b"]),
    ]
    answer = served.get(f"{HERE}/columns", params={"name": ["My blur", "camera"]})
    columns = decode(answer.content).columns
    assert columns["My blur"].tolist() == list(range(200))
    assert columns["camera"][:3].tolist() == [0, 1, 0]
    index = indices_of(served)[5]
    assert served.get(f"{HERE}/samples/{index}").json()["own"] == {"My blur": 5.0, "camera": "b"}
    table = {"indices": [index], "columns": ["index", "camera"], "format": "csv"}
    assert served.post(f"{HERE}/table", json=table).text == f"index,camera\n{index},b\n"

    again = upload(served, "mine.csv", csv_of(served))
    assert (again.status_code, again.json()["error"]["field"]) == (409, "replace")
    changed = csv_of(served).replace(b",b", b",c")
    assert upload(served, "mine.csv", changed, replace=True).status_code == 201
    after = served.get(f"{HERE}/page").json()
    assert after["own"][1]["categories"] == ["a", "c"]
    assert after["columns"]["My blur"] == page["columns"]["My blur"]

    assert served.delete(f"{HERE}/own-columns/my blur").status_code == 204
    assert served.delete(f"{HERE}/own-columns/my blur").status_code == 404
    assert "My blur" not in served.get(f"{HERE}/page").json()["columns"]
    assert served.get(f"{HERE}/columns", params={"name": "My blur"}).status_code == 422


def test_an_embedding_is_compared_and_looked_at(shared, served) -> None:
    _, workspace = shared
    vectors = np.random.default_rng(0).normal(size=(200, 3))
    assert upload(served, "my clip.npy", npy(vectors)).status_code == 201
    (view,) = served.get(f"{HERE}/page").json()["embeddings"]
    assert (view["name"], view["state"], view["agreement"]) == ("my clip", "queued", None)
    assert served.get(f"{HERE}/embeddings/my clip/map").status_code == 409
    assert served.post(f"{HERE}/embeddings").json()[0]["task_id"] == view["task_id"]

    workspace.run_task(view["task_id"])
    (view,) = served.get(f"{HERE}/embeddings").json()
    assert view["state"] == "done"
    assert 0 <= view["agreement"] <= 1
    page = served.get(f"{HERE}/page").json()
    assert [one["name"] for one in page["own"]] == ["agreement with my clip"]
    assert "agreement with my clip" in page["columns"]
    places = decode(served.get(f"{HERE}/embeddings/my clip/map").content).columns
    assert set(places) == {"x", "y"}
    index = indices_of(served)[0]
    found = served.get(f"{HERE}/embeddings/my clip/neighbours/{index}", params={"k": 5}).json()
    assert len(found) == 5
    assert [one["similarity"] for one in found] == sorted((one["similarity"] for one in found), reverse=True)
    plan = {"strategy": "semdedup:my clip", "keep": 0.5}
    assert served.get(f"{HERE}/plan/order", params=plan).status_code == 200
    assert {task["kind"] for task in served.get(HERE).json()["tasks"]} == {EMBEDDING}


@pytest.mark.parametrize(
    ("file", "content", "status", "says"),
    [
        ("mine.txt", b"x", 422, "is no file of columns"),
        ("mine.csv", b"index,x\n1,\xff\n", 422, "not in UTF-8"),
        ("mine.csv", b"index,loss\n0,1\n", 422, "lpntk calls one of its own"),
        ("mine.parquet", b"PAR1", 422, "mine.parquet cannot be read"),
        ("mine.npy", b"", 422, ""),
    ],
)
def test_what_is_wrong_is_one_sentence(served, file: str, content: bytes, status: int, says: str) -> None:
    answer = upload(served, file, content)
    assert answer.status_code == status
    assert says in answer.json()["error"]["message"]
    assert served.get(f"{HERE}/own-columns").json() == []


def test_a_file_may_be_larger_than_what_else_is_sent(served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert application.MAX_BODY_BYTES < application.MAX_COLUMNS_BYTES
    noise = np.random.default_rng(0).normal(size=(200, 12_000)).astype(np.float32)
    content = npy(noise)
    assert len(content) > application.MAX_BODY_BYTES
    assert upload(served, "large.npy", content).status_code == 201
    headers = {**BYTES, "Content-Length": str(application.MAX_COLUMNS_BYTES + 1)}
    refused = served.post(f"{HERE}/own-columns?file=a.npy", content=b"x", headers=headers)
    assert refused.status_code == 413
    assert "larger than 256 MiB" in refused.json()["error"]["message"]


@settings(max_examples=30)
@given(st.binary(max_size=60), st.sampled_from(["a.csv", "a.npy", "a.npz", "a.parquet", "a", "."]))
def test_no_file_breaks_the_server(shared, content: bytes, file: str) -> None:
    client, _ = shared
    assert upload(client, file, content).status_code < 500
