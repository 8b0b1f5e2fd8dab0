"""The real server on a real socket."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import httpx
import pytest

from lpntk.domain import InputError, LpntkError, StoreError
from lpntk.serving.server import PageServer, announce_address, listen, serve
from support.scripted import ScriptedWorkspace


class Changing(ScriptedWorkspace):
    """A workspace without analyses, which a test says has changed."""

    def __init__(self) -> None:
        super().__init__(analyses=[])
        self.number = 1

    def changes(self) -> int:
        return self.number


@pytest.fixture
def workspace() -> Changing:
    return Changing()


@pytest.fixture
def server(workspace) -> Iterator[PageServer]:
    with PageServer(workspace, port=0, supervise=False) as server:
        yield server


def lines_until(stream: Iterator[str], wanted: str) -> str:
    """The first line of a stream that begins with `wanted`."""
    return next(line for line in stream if line.startswith(wanted))


def test_it_answers_and_is_gone_afterwards(workspace):
    with PageServer(workspace, port=0, supervise=False) as server:
        assert server.url() == f"http://127.0.0.1:{server.port}/"
        assert httpx.get(server.url("/api/health")).json()["status"] == "ok"
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url("/api/health"))


def test_a_foreign_host_is_refused(server):
    answer = httpx.get(server.url("/api/health"), headers={"Host": "evil.example"})
    assert answer.status_code == 403


def test_events_come_at_once_and_with_every_change(server, workspace):
    with httpx.stream("GET", server.url("/api/events"), headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert "Content-Encoding" not in answer.headers
        lines = answer.iter_lines()
        assert lines_until(lines, "event:") == "event: analyses"
        assert json.loads(lines_until(lines, "data:").removeprefix("data:")) == []
        workspace.number += 1
        assert lines_until(lines, "event:") == "event: analyses"


def test_listeners_do_not_hold_up_the_end(workspace):
    server = PageServer(workspace, port=0, supervise=False)
    server.start()
    with httpx.stream("GET", server.url("/api/events")) as answer:
        lines = answer.iter_lines()
        lines_until(lines, "data:")
        server.stop()
        assert [line for line in lines if line] == []


def test_a_large_answer_is_compressed(server):
    answer = httpx.get(server.url("/api/openapi.json"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_port_in_use_is_one_sentence(server, workspace):
    with pytest.raises(InputError, match=f"Port {server.port} on 127.0.0.1 is in use") as caught:
        serve(workspace, port=server.port, open_browser=False)
    assert caught.value.field == "port"


@pytest.mark.parametrize(
    ("host", "port", "field"),
    [
        ("127.0.0.1", 70_000, "port"),
        ("127.0.0.1", -1, "port"),
        ("192.0.2.1", 0, "host"),
        ("no host", 0, "host"),
    ],
)
def test_an_address_that_cannot_be_had(host, port, field):
    with pytest.raises(InputError) as caught:
        listen(host, port)
    assert caught.value.field == field


def test_a_database_that_cannot_be_opened_frees_the_port(monkeypatch):
    def refuse(url: str | None = None) -> None:
        raise StoreError(f"{url} is no database.")

    monkeypatch.setattr("lpntk.pipeline.workspace.Workspace.open", refuse)
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreError):
        PageServer("sqlite:///x", port=port)
    listen("127.0.0.1", port).close()


def test_a_start_that_fails_is_said(workspace):
    workspace.supervise = lambda: 1 / 0
    with pytest.raises(LpntkError, match="did not start"):
        PageServer(workspace, port=0).start()


def test_other_machines_need_the_token(workspace):
    with PageServer(workspace, host="0.0.0.0", port=0, supervise=False) as server:
        assert server.token
        assert len(server.token) >= 32
        assert server.url().startswith(f"http://{socket.gethostname()}:{server.port}/?token=")
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as client:
            assert client.get("/api/health").status_code == 401
            assert client.get(server.url(here=True)).status_code == 200
            assert client.get("/api/health").status_code == 200


def test_a_token_of_one_s_own_is_kept_on_loopback_too(workspace):
    with PageServer(workspace, port=0, token="mine", supervise=False) as server:
        assert server.url("/analyses/1").endswith("/analyses/1?token=mine")
        assert httpx.get(f"http://127.0.0.1:{server.port}/api/health").status_code == 401


def test_six_is_served_as_four(workspace):
    try:
        listen("::1", 0).close()
    except InputError:
        return  # this machine speaks IPv4 only
    with PageServer(workspace, host="::1", port=0, supervise=False) as server:
        assert server.url() == f"http://[::1]:{server.port}/"
        assert httpx.get(server.url("/api/health")).status_code == 200


def test_it_serves_in_the_background_where_it_is_asked_to(workspace, monkeypatch):
    opened: list[str] = []
    seen = threading.Event()
    monkeypatch.setattr("webbrowser.open", lambda url: (opened.append(url), seen.set()))
    workspace.supervise = nullcontext
    announced: list[str] = []
    server = serve(workspace, port=0, analysis=7, announce=announced.append, block=False)
    try:
        assert announced == [server.url("/analyses/7")]
        assert seen.wait(10)
        assert opened == announced
        assert httpx.get(server.url("/api/health")).status_code == 200
    finally:
        server.stop()


def test_the_address_is_told_on_the_terminal(capsys):
    announce_address("http://127.0.0.1:8000/")
    assert "http://127.0.0.1:8000/" in capsys.readouterr().out


def test_ctrl_c_ends_it_without_a_traceback():
    script = (
        "from contextlib import nullcontext\n"
        "from support.scripted import ScriptedWorkspace\n"
        "from lpntk.serving.server import serve\n"
        "workspace = ScriptedWorkspace(supervise=nullcontext(), analyses=[], changes=1)\n"
        "serve(workspace, port=0, open_browser=False)\n"
        "print('goodbye')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    url = process.stdout.readline().split()[-1]
    with httpx.stream("GET", f"{url}api/events") as answer:
        lines_until(answer.iter_lines(), "data:")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "goodbye" in out
    assert err == ""
