"""Label issues and decisions over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain.exports import DECISION_FILES
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis

BASE_URL = "http://localhost:8000"
HERE = "/api/analyses/1"


@pytest.fixture
def served(tmp_path) -> Iterator[TestClient]:
    """A client of a workspace of its own with a finished analysis, number 1."""
    url, _ = finished_analysis(tmp_path)
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield client


def issues(client: TestClient, **parameters: object) -> dict:
    answer = client.get(f"{HERE}/label-issues", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(client: TestClient, index: int, action: str, **more: object):
    return client.post(f"{HERE}/decisions", json={"index": index, "action": action, **more})


def test_the_list_is_that_of_the_pipeline(served):
    found = issues(served, limit=3, offset=2)

    assert (found["by"], found["total"]) == ("rank", 200)
    assert [issue["rank"] for issue in found["issues"]] == [3, 4, 5]
    assert [one["name"] for one in found["orders"]][:2] == ["rank", "left_out_margin"]
    assert set(found["columns"]) == set(found["issues"][0]["scores"])
    assert found["issues"][0].keys() == {
        *("rank", "index", "path", "given", "suggested", "margin", "confidence", "scores", "decision"),
        "true_label",
    }
    assert np.sum(found["confusion"]) == 200
    assert found["noise"] is None
    by_loss = issues(served, by="loss")
    assert len(by_loss["issues"]) == 100
    losses = [issue["scores"]["loss"] for issue in by_loss["issues"]]
    assert losses == sorted(losses, reverse=True)


def test_a_cell_of_the_matrix_filters(served):
    confusion = issues(served)["confusion"]
    given, suggested = max(
        ((row, column) for row in range(10) for column in range(10) if row != column),
        key=lambda cell: confusion[cell[0]][cell[1]],
    )

    cell = issues(served, given=given, suggested=suggested)

    assert cell["total"] == confusion[given][suggested]
    assert {(issue["given"], issue["suggested"]) for issue in cell["issues"]} == {(given, suggested)}


@pytest.mark.parametrize(
    "parameters",
    [
        {"by": "self_max"},
        {"by": ""},
        {"limit": 0},
        {"limit": 5000},
        {"offset": -1},
        {"given": 10},
        {"given": "x"},
    ],
)
def test_what_there_is_not_is_refused(served, parameters):
    answer = served.get(f"{HERE}/label-issues", params=parameters)

    assert answer.status_code == 422
    assert answer.json()["error"]["message"].endswith((".", "?"))


def test_a_decision_is_there_for_the_next_request(served):
    first = issues(served, limit=1)["issues"][0]

    answer = decide(served, first["index"], "relabel", label=first["suggested"], previous=None)

    assert answer.status_code == 201
    made = answer.json()
    assert made.keys() == {"id", "index", "action", "label", "decided_at", "analysis", "previous"}
    assert (made["action"], made["label"], made["analysis"]) == ("relabel", first["suggested"], 1)
    assert issues(served, limit=1)["issues"][0]["decision"] == made
    assert issues(served, undecided=True)["total"] == 199
    found = served.get(f"{HERE}/decisions").json()
    assert found["current"] == found["history"] == [made]
    assert len(found["fingerprint"]) == 64


def test_another_tab_s_decision_is_not_lost(served):
    first = decide(served, served_index(served), "exclude").json()

    refused = decide(served, first["index"], "keep")

    assert refused.status_code == 409
    assert refused.json()["error"]["kind"] == "conflict"
    assert "decided on sample" in refused.json()["error"]["message"]
    undone = decide(served, first["index"], "clear", previous=first["id"])
    assert undone.status_code == 201
    found = served.get(f"{HERE}/decisions").json()
    assert found["current"] == []
    assert [one["action"] for one in found["history"]] == ["clear", "exclude"]
    assert decide(served, first["index"], "keep", previous=undone.json()["id"]).status_code == 201


def served_index(client: TestClient) -> int:
    return issues(client, limit=1)["issues"][0]["index"]


@pytest.mark.parametrize(
    "form",
    [
        {"action": "relabel"},
        {"action": "relabel", "label": 10},
        {"action": "relabel", "label": -1},
        {"action": "burn"},
        {"action": "exclude", "label": 1},
        {"action": "exclude", "previous": -1},
        {"action": "exclude", "more": 1},
        {},
    ],
)
def test_what_is_no_decision_is_refused(served, form):
    answer = served.post(f"{HERE}/decisions", json={"index": served_index(served), **form})

    assert answer.status_code == 422
    assert served.get(f"{HERE}/decisions").json()["history"] == []


def test_of_nothing_nothing_is_decided(served):
    assert decide(served, 2**31 - 1, "exclude").status_code == 404
    assert served.get("/api/analyses/99/decisions").status_code == 404
    assert served.get("/api/analyses/99/label-issues").status_code == 404


def test_files_come_as_downloads(served):
    decide(served, served_index(served), "exclude")
    for what, formats in DECISION_FILES.items():
        for format in formats:
            answer = served.get(f"{HERE}/decisions/file", params={"what": what, "format": format})
            assert answer.status_code == 200
            assert f"lpntk-Two-hundred-digits-{what}.{format}" in answer.headers["Content-Disposition"]
    answer = served.get(f"{HERE}/decisions/file", params={"what": "decisions", "format": "csv"})
    (line,) = csv.DictReader(io.StringIO(answer.text))
    assert (line["action"], line["label"]) == ("exclude", "")
    for wrong in ({"what": "decisions", "format": "npy"}, {"what": "nothing", "format": "csv"}, {}):
        assert served.get(f"{HERE}/decisions/file", params=wrong).status_code == 422


def test_analysing_again_starts_from_here(served):
    first = issues(served, limit=1)["issues"][0]
    refused = served.post(f"{HERE}/decisions/analyse", json={})
    assert refused.status_code == 409
    assert "relabel or exclude a sample first" in refused.json()["error"]["message"]
    decide(served, first["index"], "relabel", label=first["suggested"])

    answer = served.post(f"{HERE}/decisions/analyse", json={"name": "Mended"})

    assert answer.status_code == 201
    queued = answer.json()
    assert (queued["name"], queued["state"]) == ("Mended", "queued")
    assert queued["request"]["labels"].endswith(".npy")
    assert answer.headers["Location"] == f"/api/analyses/{queued['id']}"
    again = served.post(f"{HERE}/decisions/analyse", json={})
    assert (again.status_code, again.json()["id"]) == (200, queued["id"])
    assert served.post(f"{HERE}/decisions/analyse", json={"name": ""}).status_code == 422
