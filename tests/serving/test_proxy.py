"""The page behind a reverse proxy, which may take the path off requests or not, and keep the Host or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from lpntk.serving.server import PageServer
from support.browser import require_bundle
from support.proxy import reverse_proxy
from support.scripted import ScriptedWorkspace

PATHS = ["/lpntk", "/user/jo%40example.org/proxy/8000"]


@pytest.fixture
def behind() -> Iterator[Callable[..., str]]:
    """A function from settings of the server and of the proxy to the proxy's address."""
    require_bundle()
    with ExitStack() as stack:

        def start(path: str, *, strips: bool, keeps_host: bool = True, **settings: Any) -> str:
            workspace = ScriptedWorkspace(analyses=[], changes=1, delete=None)
            server = PageServer(workspace, port=0, root_path=path, supervise=False, **settings)
            stack.enter_context(server)
            return stack.enter_context(reverse_proxy(server.port, path, strips=strips, keeps_host=keeps_host))

        yield start


def host_of(address: str) -> str:
    return urlsplit(address).netloc


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("strips", [True, False])
def test_a_page_finds_all_that_it_is_made_of(behind, path, strips):
    address = behind(path, strips=strips)
    for place in ("", "/", "/analyses/3/map", "/new"):
        answer = httpx.get(f"{address}{place}")
        assert answer.status_code == 200
        assert f'name="lpntk-base" content="{path}/"' in answer.text
        parts = [part.split('"')[0] for part in answer.text.split(f'="{path}/')[1:]]
        assert len(parts) >= 4
        ahead = [part for part in parts if part.startswith("api/")]
        assert ahead == ["api/options", *(["api/analyses/3/page"] if "analyses" in place else [])]
        # Which analyses there are is not what this is about.
        for part in set(parts) - {"", "api/analyses/3/page"}:
            found = httpx.get(f"{address}/{part}")
            assert found.status_code == 200
            assert not found.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("strips", [True, False])
def test_the_api_answers_and_tells_of_changes(behind, strips):
    address = behind("/lpntk", strips=strips)
    assert httpx.get(f"{address}/api/health").json()["status"] == "ok"
    assert httpx.get(f"{address}/api/openapi.json").json()["servers"] == [{"url": "/lpntk"}]
    with httpx.stream("GET", f"{address}/api/events") as answer:
        assert next(line for line in answer.iter_lines() if line.startswith("data:")) == "data: []"


@pytest.mark.parametrize("strips", [True, False])
def test_the_token_is_exchanged_under_the_path(behind, strips):
    address = behind("/lpntk", strips=strips, token="secret")
    with httpx.Client() as client:
        assert client.get(f"{address}/api/health").status_code == 401
        answer = client.get(f"{address}/analyses/1?token=secret")
        assert 'url=/lpntk/analyses/1"' in answer.text
        assert "Path=/lpntk;" in answer.headers["Set-Cookie"]
        assert client.get(f"{address}/api/health").status_code == 200


def test_the_proxy_s_name_must_be_allowed_and_the_refusal_says_how(behind):
    closed = behind("/lpntk", strips=True)
    headers = {"Host": "hub.example.org"}
    refusal = httpx.get(f"{closed}/api/health", headers=headers)
    assert refusal.status_code == 403
    assert "start the server with --allowed-host hub.example.org" in refusal.json()["error"]["message"]
    opened = behind("/lpntk", strips=True, allowed_hosts=["hub.example.org"])
    assert httpx.get(f"{opened}/api/health", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_proxy_that_puts_its_own_host_in_needs_the_name_for_the_page_s_origin(behind, method):
    origin = {"Origin": "https://hub.example.org"}
    closed = behind("/lpntk", strips=False, keeps_host=False)
    refusal = httpx.request(method, f"{closed}/api/analyses/1", headers=origin)
    assert refusal.status_code == 403
    assert "--allowed-host hub.example.org" in refusal.json()["error"]["message"]
    opened = behind("/lpntk", strips=False, keeps_host=False, allowed_hosts=["hub.example.org"])
    assert httpx.delete(f"{opened}/api/analyses/1", headers=origin).status_code == 204
    other = {"Origin": "https://hub.example.org:3000"}
    assert httpx.delete(f"{opened}/api/analyses/1", headers=other).status_code == 403
