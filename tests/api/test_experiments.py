"""Experiments over HTTP: what there is, asked for, done, drawn, downloaded, and a sample's replay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.pipeline.experiments.registry import EXPERIMENTS
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.columns import indices

BASE_URL = "http://localhost:8000"
PATH = "/api/analyses/1/experiments"


@pytest.fixture
def working(tmp_path: Path) -> Iterator[tuple[Workspace, TestClient]]:
    """A finished analysis that experiments are run on; nothing runs by itself."""
    url, analysis_id = finished_analysis(tmp_path)
    assert analysis_id == 1
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield workspace, client


def test_all_experiments_are_described(client: TestClient) -> None:
    found = client.get("/api/experiments").json()["experiments"]
    assert [one["name"] for one in found] == list(EXPERIMENTS)
    forgetting = next(one for one in found if one["name"] == "forgetting")
    assert forgetting["claim"] == EXPERIMENTS["forgetting"].claim
    assert {option["name"]: option["default"] for option in forgetting["options"]} == {
        option.name: option.default for option in EXPERIMENTS["forgetting"].options
    }


def test_one_is_asked_for_and_comes_to_a_verdict(working: tuple[Workspace, TestClient]) -> None:
    workspace, client = working
    assert client.get(PATH).json() == {"experiments": []}

    answer = client.post(PATH, json={"name": "cluster-tail"})
    assert answer.status_code == 201
    task = answer.json()
    assert (task["kind"], task["state"], task["request"]) == (
        "experiment",
        "queued",
        {"name": "cluster-tail"},
    )
    waiting = client.get(f"{PATH}/{task['id']}").json()
    assert waiting["result"] is None
    assert client.get(f"{PATH}/{task['id']}/figure").status_code == 409
    assert client.get(f"{PATH}/{task['id']}/file", params={"format": "csv"}).status_code == 409

    workspace.run_task(task["id"])

    done = client.get(f"{PATH}/{task['id']}").json()
    assert client.get(PATH).json()["experiments"] == [done]
    assert done["task"]["state"] == "done"
    assert done["result"]["verdict"] in ("seen", "not seen", "undecided")
    assert done["result"]["sentence"]
    assert len(done["result"]["rows"][0]) == len(done["result"]["columns"])
    light, dark = (
        client.get(f"{PATH}/{task['id']}/figure", params={"theme": theme}).json()
        for theme in ("light", "dark")
    )
    assert light["data"] == dark["data"]
    assert light["layout"] != dark["layout"]
    for format in ("csv", "json", "html"):
        file = client.get(f"{PATH}/{task['id']}/file", params={"format": format})
        assert file.status_code == 200
        assert f'cluster-tail.{format}"' in file.headers["Content-Disposition"]
    assert client.post(PATH, json={"name": "cluster-tail"}).json()["id"] == task["id"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": "clusters"}, 422, "name"),
        ({}, 422, "name"),
        ({"name": "forgetting", "options": {"runs": 0}}, 422, "runs"),
        ({"name": "forgetting", "options": {"runs": True}}, 422, None),
        ({"name": "forgetting", "options": {"heads": 1}}, 422, "heads"),
        ({"name": "kernel-over-training", "options": {"checkpoints": "7"}}, 422, "checkpoints"),
        ({"name": "kernel-over-training", "options": {"checkpoints": "1\n2"}}, 422, "checkpoints"),
        ({"name": "forgetting", "more": 1}, 422, "more"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    working: tuple[Workspace, TestClient], body: dict[str, object], status: int, field: str | None
) -> None:
    answer = working[1].post(PATH, json=body)
    assert answer.status_code == status
    assert field is None or answer.json()["error"]["field"] == field
    assert working[1].get(PATH).json() == {"experiments": []}


def test_what_is_not_there(working: tuple[Workspace, TestClient]) -> None:
    client = working[1]
    assert client.get(f"{PATH}/99").status_code == 404
    assert client.get(f"{PATH}/1").status_code == 404  # the analysis's own job
    assert client.get(f"{PATH}/99/figure").status_code == 404
    assert client.post("/api/analyses/9/experiments", json={"name": "cluster-tail"}).status_code == 404
    answer = client.get("/api/analyses/1/samples/0/over-training")
    assert answer.status_code == 404


def test_a_sample_over_the_training(working: tuple[Workspace, TestClient]) -> None:
    workspace, client = working
    body = {"name": "kernel-over-training", "options": {"checkpoints": "1,best"}}
    task = client.post(PATH, json=body).json()
    workspace.run_task(task["id"])
    index = indices(client)[3]

    found = client.get(f"/api/analyses/1/samples/{index}/over-training").json()

    assert found["task_id"] == task["id"]
    assert found["stable_note"] is None or "Neighbours are not stable" in found["stable_note"]
    assert [one["epoch"] for one in found["checkpoints"]] == [1, 2]
    for one in found["checkpoints"]:
        assert one["self_kernel"] > 0
        for relation in ("interchangeable", "unrelated", "contradictory"):
            neighbours = one["neighbours"][relation]
            assert len(neighbours) == 10
            assert index not in [neighbour["index"] for neighbour in neighbours]
