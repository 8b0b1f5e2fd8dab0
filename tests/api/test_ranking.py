"""Clicks on a sketch: ranked in a process of their own, beside all other requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import Relation
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.reading import Read
from support.sketched import sketched_analysis
from support.workers import is_alive, wait_for

BASE_URL = "http://localhost:8000"
NETS = """
import os
import threading
from torch import nn

def build(num_classes, image_size):
    print("a word on standard output")
    if os.path.exists("quit"):
        raise SystemExit(0)
    if os.path.exists("hang"):
        os.rename("hang", "hanging")
        threading.Event().wait()
    return nn.Sequential(nn.Flatten(), nn.Linear(image_size ** 2, num_classes))
"""


@pytest.fixture(scope="module")
def sketched(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, int]:
    return sketched_analysis(tmp_path_factory.mktemp("sketched"))


@pytest.fixture
def client(sketched) -> Iterator[TestClient]:
    with TestClient(create_app(sketched[0], supervise=False), base_url=BASE_URL) as client:
        yield client


def sample(client, sketched, index: int, **how: object):
    return client.get(f"/api/analyses/{sketched[1]}/samples/{index}", params=how).json()


def indices(sketched) -> list[int]:
    with Workspace.open(sketched[0]) as workspace:
        return Read(workspace).samples(sketched[1]).index.tolist()


def test_a_sketch_is_shown_at_once_and_ranked_when_that_is_asked_for(client, sketched):
    index = indices(sketched)[0]
    shown = sample(client, sketched, index, rank=False)
    assert (shown["exact"], shown["can_be_ranked"]) == (False, True)
    assert client.app.state.lanes.ranking.pid is None
    ranked = sample(client, sketched, index)
    assert (ranked["exact"], ranked["can_be_ranked"]) == (True, False)
    with Workspace.open(sketched[0]) as workspace:
        expected = Read(workspace).sample(sketched[1], index)
    assert expected.exact
    neighbours, found = expected.neighbours[Relation.INTERCHANGEABLE], ranked["neighbours"]["interchangeable"]
    assert [n["index"] for n in found] == [n.index for n in neighbours]
    assert [n["similarity"] for n in found] == pytest.approx([n.similarity for n in neighbours])
    assert sample(client, sketched, index, rank=False) == ranked


def test_many_clicks_take_one_process_and_leave_the_others_alone(sketched):
    some = indices(sketched)[10:22]
    with (
        PageServer(sketched[0], port=0, supervise=False) as server,
        httpx.Client(base_url=server.url(), timeout=120) as client,
        ThreadPoolExecutor(len(some)) as pool,
    ):
        clicks = [pool.submit(sample, client, sketched, index) for index in some]
        begun = threading.Event()
        while not all(click.done() for click in clicks):
            assert client.get("/api/health").status_code == 200
            assert client.get(f"/api/analyses/{sketched[1]}").status_code == 200
            begun.wait(0.02)
        assert all(click.result()["exact"] for click in clicks)
        lanes = server._server.page.state.lanes
        process = lanes.ranking.pid
        assert process is not None
        assert is_alive(process)
    wait_for(lambda: not is_alive(process), 20)


def test_the_process_ends_when_nobody_asks(client, sketched):
    client.app.state.lanes.ranking._idle_seconds = 0
    assert sample(client, sketched, indices(sketched)[30])["exact"]
    ranking = client.app.state.lanes.ranking
    wait_for(lambda: client.get("/api/health") and ranking.pid is None, 20)
    assert sample(client, sketched, indices(sketched)[31])["exact"]


def test_the_process_ends_in_the_middle_of_an_answer_when_its_server_is_gone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("quiet_nets.py").write_text(NETS)
    sketched = sketched_analysis(tmp_path, model="quiet_nets:build")
    sys.modules.pop("quiet_nets")
    Path("hang").touch()
    command = [sys.executable, "-m", "lpntk.pipeline.results.ranking_process"]
    environment = {**os.environ, "LPNTK_DB": sketched[0]}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
        question = {"analysis_id": sketched[1], "index": indices(sketched)[0], "k": 3}
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.flush()
        wait_for(Path("hanging").exists)
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_model_of_the_user_s_is_built_elsewhere_and_may_do_as_it_likes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("quiet_nets.py").write_text(NETS)
    sketched = sketched_analysis(tmp_path, model="quiet_nets:build")
    sys.modules.pop("quiet_nets")
    first, second, third, *_ = indices(sketched)
    with TestClient(create_app(sketched[0], supervise=False), base_url=BASE_URL) as client:
        assert sample(client, sketched, first)["exact"]
        os.kill(client.app.state.lanes.ranking.pid, 9)
        Path("quit").touch()
        for _ in range(2):
            answer = sample(client, sketched, second)
            assert (answer["exact"], answer["can_be_ranked"]) == (False, True)
        Path("quit").unlink()
        assert sample(client, sketched, third)["exact"]
    assert "quiet_nets" not in sys.modules


def test_an_estimate_of_a_model_that_quits_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("quiet_nets.py").write_text(NETS)
    app = create_app(f"sqlite:///{tmp_path}/lpntk.db", supervise=False, allow_code=True)
    form = {"source": "digits", "limit": 50, "model": "quiet_nets:build"}
    with TestClient(app, base_url=BASE_URL) as client:
        assert client.post("/api/analyses/estimate", json=form).status_code == 200
        Path("quit").touch()
        answer = client.post("/api/analyses/estimate", json=form)
    assert answer.status_code == 422
    assert "cannot be built (SystemExit: 0" in answer.json()["error"]["message"]


def test_a_matrix_that_a_sketch_has_not_is_neither_offered_nor_said_to_be_damaged(client, sketched):
    path = f"/api/analyses/{sketched[1]}"
    offered = client.get(path).json()["exports"]
    assert "kernel" not in offered
    assert {"summary", "scores", "clusters", "report"} <= set(offered)
    for format in ("npy", "npz"):
        answer = client.get(f"{path}/export/kernel", params={"format": format})
        assert answer.status_code == 404
        assert answer.json()["error"]["message"] == (
            f"Analysis {sketched[1]} has no kernel matrix: its kernel is a sketch, of which neighbours and "
            "histograms come as a file; an analysis by the exact method has one."
        )
