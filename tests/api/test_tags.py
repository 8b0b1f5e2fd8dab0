"""Tags, notes and views over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lpntk.api.app import create_app
from lpntk.domain.exports import PLAN_FORMATS
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.columns import decode
from support.columns import indices as indices_of

BASE_URL = "http://localhost:8000"
HERE = "/api/analyses/1"


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[TestClient]:
    url, _ = finished_analysis(tmp_path_factory.mktemp("tags"))
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield client


@pytest.fixture
def served(shared) -> TestClient:
    """A client of a workspace with a finished analysis, number 1, on which nobody has said anything."""
    for tag in shared.get(f"{HERE}/tags").json():
        shared.delete(f"{HERE}/tags/{quote(tag['name'])}")
    for note in shared.get(f"{HERE}/notes").json():
        shared.put(f"{HERE}/notes/{note['index']}", json={"text": ""})
    for view in shared.get(f"{HERE}/views").json():
        shared.delete(f"{HERE}/views/{quote(view['name'])}")
    return shared


@pytest.fixture
def indices(served) -> list[int]:
    return indices_of(served)


def tag(client: TestClient, name: str, add=(), remove=()):
    return client.post(f"{HERE}/tags/{quote(name)}", json={"add": list(add), "remove": list(remove)})


def columns(client: TestClient) -> dict[str, list[int]]:
    found = decode(client.get(f"{HERE}/tag-columns").content).columns
    return {name: rows.tolist() for name, rows in found.items()}


def test_who_has_a_tag_is_known_by_row(served, indices):
    made = tag(served, "Look again", indices[5:2:-1])

    assert made.status_code == 200, made.text
    assert made.json() == {"name": "Look again", "count": 3, "colour": 0, "changed": 3}
    assert tag(served, "LOOK AGAIN", [indices[9]], [indices[3]]).json() == {
        **made.json(),
        "changed": 2,
    }
    tag(served, "späte", [indices[0]])
    assert served.get(f"{HERE}/tags").json() == [
        {"name": "Look again", "count": 3, "colour": 0},
        {"name": "späte", "count": 1, "colour": 1},
    ]
    assert columns(served) == {"Look again": [4, 5, 9], "späte": [0]}


def test_the_last_sample_takes_the_tag_with_it(served, indices):
    tag(served, "odd", indices[:2])

    assert tag(served, "odd", remove=indices[:2]).json() == {
        "name": "odd",
        "count": 0,
        "colour": 0,
        "changed": 2,
    }
    assert served.get(f"{HERE}/tags").json() == []
    assert columns(served) == {}


def test_another_tab_sees_it_after_it_asks_again(served, indices):
    for address in ("tags", "tag-columns", "notes"):
        before = served.get(f"{HERE}/{address}")
        known = {"If-None-Match": before.headers["ETag"]}
        assert before.headers["Cache-Control"] == "private, no-cache"
        assert served.get(f"{HERE}/{address}", headers=known).status_code == 304
        tag(served, address, indices[:1])
        served.put(f"{HERE}/notes/{indices[0]}", json={"text": address})
        assert served.get(f"{HERE}/{address}", headers=known).status_code == 200


def test_a_tag_is_renamed_and_two_become_one_when_asked(served, indices):
    tag(served, "odd", indices[:2])
    tag(served, "even", indices[1:4])

    assert served.patch(f"{HERE}/tags/odd", json={"name": "Odd ones"}).json()["name"] == "Odd ones"
    refused = served.patch(f"{HERE}/tags/odd%20ones", json={"name": "EVEN"})
    assert refused.status_code == 409
    assert refused.json()["error"]["kind"] == "conflict"
    assert "already, on 3 samples" in refused.json()["error"]["message"]
    merged = served.patch(f"{HERE}/tags/odd%20ones", json={"name": "even", "merge": True})
    assert merged.json() == {"name": "even", "count": 4, "colour": 1}
    assert served.patch(f"{HERE}/tags/odd", json={"name": "x"}).status_code == 404


def test_a_tag_is_deleted(served, indices):
    tag(served, "odd", indices[:2])

    assert served.delete(f"{HERE}/tags/ODD").status_code == 204
    assert served.delete(f"{HERE}/tags/ODD").status_code == 404
    assert served.get(f"{HERE}/tags").json() == []


def test_all_samples_at_once(served, indices):
    assert tag(served, "all", indices).json()["changed"] == 200
    assert columns(served) == {"all": list(range(200))}


@pytest.mark.parametrize("format", PLAN_FORMATS)
def test_a_tag_comes_as_a_list(served, indices, format):
    tag(served, "odd ones", indices[1::2])

    file = served.get(f"{HERE}/tags/Odd%20ones/file", params={"format": format})

    assert file.status_code == 200, file.text
    assert f"lpntk-Two-hundred-digits-odd-ones.{format}" in file.headers["Content-Disposition"]
    listed = served.post(
        f"{HERE}/list", json={"indices": indices[1::2], "format": format, "name": "odd ones"}
    )
    assert file.content == listed.content
    assert listed.headers["Content-Disposition"] == file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "tags/a%2Fb", {"add": [1]}, 422, "cannot be called 'a/b'"),
        ("POST", "tags/%20", {"add": [1]}, 422, "needs a name"),
        ("POST", f"tags/{'x' * 65}", {"add": [1]}, 422, "it may have 64"),
        ("POST", "tags/a%00", {"add": [1]}, 422, "cannot be called"),
        ("POST", "tags/odd", {}, 422, "No sample is named"),
        ("POST", "tags/odd", {"add": [-1]}, 422, "at least 0"),
        ("POST", "tags/odd", {"add": [1.5]}, 422, "whole number"),
        ("POST", "tags/odd", {"put": [1]}, 422, "no setting here"),
        ("POST", "tags/odd", {"add": [10**6]}, 404, "There is no sample 1000000"),
        ("PATCH", "tags/nix", {"name": "a/b"}, 422, "cannot be called 'a/b'"),
        ("PATCH", "tags/nix", {"name": "x"}, 404, "no tag 'nix'"),
        ("GET", "tags/nix/file?format=npy", None, 404, "no tag 'nix'"),
        ("PUT", "notes/999999", {"text": "x"}, 404, "There is no sample 999999"),
        ("PUT", "views/a%2Fb", {"search": "?"}, 422, "A view cannot be called 'a/b'"),
        ("PUT", "views/a", {"search": "x" * 70_000}, 422, "at most 65536"),
        ("PUT", "views/a", {"search": "é" * 40_000}, 422, "larger than 64 KiB"),
        ("GET", "views/a", None, 404, "no view 'a'"),
        ("DELETE", "views/a", None, 404, "no view 'a'"),
        ("POST", "list", {"indices": [], "format": "npy"}, 422, "indices"),
        ("POST", "list", {"indices": [999_999], "format": "npy"}, 404, "no sample 999999"),
        ("POST", "table", {"columns": [], "format": "csv"}, 422, "columns"),
        ("POST", "table", {"columns": ["lost"], "format": "csv"}, 422, "Did you mean 'loss'?"),
        ("POST", "table", {"columns": ["path"], "format": "csv"}, 404, "are no files"),
        ("POST", "table", {"columns": ["true_label"], "format": "csv"}, 404, "were flipped on purpose"),
        ("POST", "table", {"columns": ["loss"], "format": "npy"}, 422, "choose one of csv, parquet"),
    ],
)
def test_what_cannot_be_done_is_said(served, method, path, body, status, said):
    answer = served.request(method, f"{HERE}/{path}", json=body)

    assert answer.status_code == status, answer.text
    assert said in answer.json()["error"]["message"]


def test_a_list_knows_its_own_formats(served, indices):
    answer = served.post(f"{HERE}/list", json={"indices": indices[:1], "format": "xlsx"})

    assert answer.status_code == 422
    assert "choose one of npy, json, csv, txt" in answer.json()["error"]["message"]


def test_notes(served, indices):
    first, other = indices[7], indices[2]
    written = served.put(f"{HERE}/notes/{first}", json={"text": " Is it a 7?\r\n", "before": ""})

    assert written.status_code == 200
    assert written.json()["text"] == "Is it a 7?"
    served.put(f"{HERE}/notes/{other}", json={"text": "é"})
    assert [note["index"] for note in served.get(f"{HERE}/notes").json()] == [other, first]
    refused = served.put(f"{HERE}/notes/{first}", json={"text": "x", "before": ""})
    assert (refused.status_code, refused.json()["error"]["field"]) == (409, "text")
    gone = served.put(f"{HERE}/notes/{first}", json={"text": ""})
    assert gone.json() == {"index": first, "text": "", "written_at": None}
    assert [note["text"] for note in served.get(f"{HERE}/notes").json()] == ["é"]
    assert served.put(f"{HERE}/notes/{first}", json={"text": "x" * 2001}).status_code == 422


def test_views(served):
    saved = served.put(f"{HERE}/views/Odd%20ones", json={"search": "?colour=loss&x=é"})

    assert saved.status_code == 200
    assert saved.json()["name"] == "Odd ones"
    served.put(f"{HERE}/views/all", json={"search": "?"})
    served.put(f"{HERE}/views/ALL", json={"search": "?b"})
    found = served.get(f"{HERE}/views").json()
    assert [(view["name"], view["search"]) for view in found] == [
        ("ALL", "?b"),
        ("Odd ones", "?colour=loss&x=é"),
    ]
    assert served.get(f"{HERE}/views/odd%20ones").json() == saved.json()
    assert served.delete(f"{HERE}/views/all").status_code == 204
    assert len(served.get(f"{HERE}/views").json()) == 1


WORDS = st.text(max_size=70)
NUMBERS = st.lists(st.one_of(st.integers(0, 300), st.integers(), st.floats(), WORDS), max_size=3)


@settings(max_examples=60)
@given(WORDS, st.sampled_from(["tags", "views", "notes"]), NUMBERS, WORDS)
def test_whatever_is_sent_the_server_has_an_answer(shared, name, what, numbers, words):
    path = f"{HERE}/{what}/{quote(name.encode(errors='surrogatepass'))}"
    bodies = {"tags": {"add": numbers}, "views": {"search": words}, "notes": {"text": words}}
    answers = [
        shared.request(method, path, content=json.dumps(bodies[what]), headers=JSON)
        for method in ("POST", "PUT", "GET", "DELETE")
    ]
    answers += [shared.get(f"{HERE}/{of}") for of in ("tags", "tag-columns", "notes", "views")]

    assert all(answer.status_code < 500 for answer in answers)
    assert all(answer.status_code == 200 for answer in answers[4:])


JSON = {"Content-Type": "application/json"}
