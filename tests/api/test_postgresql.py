"""A finished analysis on PostgreSQL answers whatever is asked of it as it does in a file."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.api.openapi import openapi_document
from lpntk.pipeline.workspace import Workspace
from lpntk.store.engine import Database
from support.columns import encoded
from support.databases import copy_database, new_schema

BASE_URL = "http://localhost:8000"
NUMBERS = {"analysis_id": "1", "dataset_id": "1", "task_id": "1"}
NAMES = {"kind": "map", "what": "scores", "name": "loss"}
ASKED = {"keep": "0.5", "format": "csv", "name": "loss", "what": "pruned", "words": "any"}
PATHS = json.loads(openapi_document())["paths"]
READ = [
    path
    for path in PATHS
    if "get" in PATHS[path] and path != "/api/events" and not path.startswith("/api/compare")
]
"""All that can be read but the stream of events, which has no end, and what is of two analyses."""
NOT_THERE = (
    "/samples/{index}/over-training",  # of an experiment that this analysis has not
    "/evaluations/{task_id}",
    "/experiments/{task_id}",
    "/views/{name}",
    "/tags/{name}",
    "/embeddings/{name}/",  # of columns that nobody has added
    "/contents",  # of texts and rows
    "/search",
)


@pytest.fixture(scope="module")
def on_postgresql(finished, postgresql_server):
    """A client of the same analysis in a database on a server."""
    with new_schema(postgresql_server) as url:
        Database(url).close()
        copy_database(finished.workspace.url, url)
        with (
            Workspace.open(url) as workspace,
            TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
        ):
            yield client


@pytest.mark.parametrize("path", READ)
def test_what_can_be_read_is_the_same_on_postgresql(finished, on_postgresql, path):
    strategies = ["random", "fpc-largest"] if path.endswith("/plan/compare") else ["random"]
    index, other = finished.read.plan(finished.id, "random", 0.5).pruned[:2].tolist()
    samples = {"index": str(index), "other": str(other)}
    asked = {**ASKED, "strategy": strategies, "index": samples["index"], "i": encoded([index, other])}
    required = {
        parameter["name"]: asked[parameter["name"]]
        for parameter in PATHS[path]["get"].get("parameters", [])
        if parameter["in"] == "query" and parameter.get("required")
    }
    address = path.format(**NUMBERS, **NAMES, **samples)

    expected = finished.client.get(address, params=required)
    answer = on_postgresql.get(address, params=required)

    assert expected.status_code == (404 if any(part in path for part in NOT_THERE) else 200), expected.text
    assert answer.status_code == expected.status_code
    assert answer.content == expected.content
