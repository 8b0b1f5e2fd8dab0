"""The whole way over HTTP: an analysis is asked for, runs, tells how far it is, and is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx

from lpntk.domain import JobState, Stage, StoreError
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.columns import indices

FORM = {"source": "digits", "limit": 60, "epochs": 1, "device": "cpu"}


def states(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The only analysis, each time that the events tell of it."""
    for line in lines:
        if line.startswith("data:") and (analyses := json.loads(line.removeprefix("data:"))):
            yield analyses[0]


def test_events_go_on_when_a_trouble_of_the_database_is_over(tmp_path, monkeypatch, caplog):
    removed = StoreError("The database was removed.")
    found = iter([1, removed, removed, 2])

    def changes(space: Workspace) -> int:
        number = next(found, 2)
        if isinstance(number, StoreError):
            raise number
        return number

    monkeypatch.setattr("lpntk.api.changes.POLL_SECONDS", 0.001)
    monkeypatch.setattr(Workspace, "changes", changes)
    with (
        PageServer(f"sqlite:///{tmp_path}/lpntk.db", port=0, supervise=False) as server,
        httpx.Client(base_url=server.url(), timeout=120) as client,
        client.stream("GET", "/api/events") as stream,
    ):
        lines = (line for line in stream.iter_lines() if line.startswith("data:"))
        assert [next(lines), next(lines)] == ["data: []"] * 2
    assert not any("failed" in message for message in caplog.messages)


def test_an_analysis_is_computed_while_the_page_watches(tmp_path):
    with (
        PageServer(f"sqlite:///{tmp_path}/lpntk.db", port=0) as server,
        httpx.Client(base_url=server.url(), timeout=120) as client,
        client.stream("GET", "/api/events") as events,
    ):
        identifier = client.post("/api/analyses", json=FORM).json()["id"]
        seen = []
        for analysis in states(events.iter_lines()):
            seen.append(analysis)
            if analysis["state"] not in (JobState.QUEUED, JobState.RUNNING):
                break
        assert seen[-1]["state"] == JobState.DONE, seen[-1]["error"]
        assert JobState.RUNNING in [analysis["state"] for analysis in seen]
        stages = [analysis["progress"]["stage"] for analysis in seen if analysis["progress"]]
        assert set(stages) <= set(Stage)
        assert stages == sorted(stages, key=list(Stage).index)
        assert client.get(f"/api/analyses/{identifier}/page").json()["analysis"]["samples"] == 60
        assert len(indices(client, identifier)) == 60
