"""Two analyses of the same samples over HTTP."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import KernelSettings
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST, finished_analysis
from support.columns import decode

RESIDUAL = replace(REQUEST, kernel=KernelSettings("residual"), name="by the residual")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    url, _ = finished_analysis(tmp_path_factory.mktemp("compare"))
    with Workspace.open(url) as workspace:
        workspace.run(workspace.submit(RESIDUAL).id)
        workspace.submit(replace(RESIDUAL, seed=5, name="not begun"))
        with TestClient(create_app(workspace, supervise=False), base_url="http://localhost:8000") as client:
            yield client


def test_what_they_agree_on(client):
    found = client.get("/api/compare/1/2").json()
    assert (found["analyses"], found["names"]) == ([1, 2], ["Two hundred digits", "by the residual"])
    assert (found["samples"], found["pairs"], found["nearest"]) == (200, 19_900, 10)
    assert -1 <= found["spearman"] <= 1
    assert found["expected"] < found["overlap"] < 1
    assert found["plans"] is None
    assert found["scores"]["loss"] == pytest.approx(1)
    assert len(found["changed"]) == 50
    assert len(found["changed"][0]["first"]) == 10
    assert found["issues"]["first"] == 10
    assert found["words"].endswith(".")


def test_what_a_strategy_drops(client):
    found = client.get("/api/compare/1/2", params={"strategy": "random", "keep": 0.5}).json()["plans"]
    assert (found["first"], found["second"], found["overlap"]) == (100, 100, 1)
    refused = client.get("/api/compare/1/2", params={"strategy": "nonsense"})
    assert refused.status_code == 422


def test_columns(client):
    answer = client.get("/api/compare/1/2/columns")
    columns, header = decode(answer.content)
    assert (columns["index"].dtype, columns["overlap"].dtype) == (np.dtype("<u4"), np.dtype("<f4"))
    assert header["count"] == 200
    assert columns["overlap"].mean() == pytest.approx(client.get("/api/compare/1/2").json()["overlap"], 1e-4)
    again = client.get("/api/compare/1/2/columns", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [("1/1", 422, "named twice"), ("1/9", 404, "There is no analysis 9"), ("1/3", 409, "waits for its turn")],
)
@pytest.mark.parametrize("what", ["", "/columns"])
def test_what_cannot_be_compared(client, path, status, words, what):
    answer = client.get(f"/api/compare/{path}{what}")
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]
