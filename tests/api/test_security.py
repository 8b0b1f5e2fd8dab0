"""Who may talk to the server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from lpntk.api.app import create_app
from lpntk.api.security import HEADERS
from lpntk.domain import InputError

TOKEN = "a-secret-and-long-token"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "[::1]", "LOCALHOST"]
)
def test_loopback_hosts_are_served_at_any_port(scripted, host):
    assert scripted().get("/api/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8000",
        "",
        "[::1",
        "evil@",
        "192.168.0.7",
        "x\\@localhost",
        "localhost\\@evil.example",
        "user@localhost",
        "user:secret@localhost:8000",
        "localhost:80:80",
        "localhost:",
        "localhost:port",
        "localhost:\u0661".encode(),
        "localhost/",
        "localhost?x",
        "localhost#x",
        "localhost ",
        "localhost%00",
        "localhost\x00",
        "l\u014dcalhost".encode(),
        "localhost, localhost",
        "[localhost]",
        "[::1]x",
        "::1",
    ],
)
@pytest.mark.parametrize("path", ["/api/health", "/", "/analyses/1", "/api/nothing"])
def test_foreign_hosts_are_refused_everywhere(scripted, host, path):
    answer = scripted().get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json()["error"]["kind"] == "security"
    assert answer.json()["error"]["field"] is None


def test_two_hosts_are_refused(scripted):
    answer = scripted().get("/api/health", headers=[("Host", "localhost"), ("Host", "localhost")])
    assert answer.status_code == 403


def test_a_host_named_at_the_start_is_served(scripted):
    client = scripted(allowed_hosts=["Box.lan", "[fe80::1]"])
    assert client.get("/api/health", headers={"Host": "box.lan:8000"}).status_code == 200
    assert client.get("/api/health", headers={"Host": "[fe80::1]:8000"}).status_code == 200
    assert client.get("/api/health", headers={"Host": "other.lan"}).status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:3000",
        "http://[::1",
        "null",
        "",
        "http://localhost:8000.evil.example",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_foreign_origins_are_refused(scripted, origin, method):
    answer = scripted().request(method, "/api/analyses", headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["kind"] == "security"
    assert "access-control-allow-origin" not in answer.headers


def test_foreign_origins_do_not_get_events(scripted):
    assert scripted().get("/api/events", headers={"Origin": "http://evil.example"}).status_code == 403


def test_the_own_origin_is_served(scripted):
    client = scripted({"cancel": None, "delete": None})
    assert client.delete("/api/analyses/1", headers={"Origin": "http://localhost:8000"}).status_code == 204


@pytest.mark.parametrize(
    ("site", "code"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
def test_other_pages_may_not_load_from_the_api(scripted, site, code):
    assert scripted().get("/api/health", headers={"Sec-Fetch-Site": site}).status_code == code


def test_a_link_from_another_page_opens_the_page(scripted):
    answer = scripted().get("/analyses/1", headers={"Sec-Fetch-Site": "cross-site"})
    assert "security" not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/api/health", "/api/nothing", "/api/analyses/0", "/api/analyses/1/page"]
)
def test_every_answer_has_the_security_headers(scripted, path):
    answer = scripted({"analysis": RuntimeError("boom")}).get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy


def test_refusals_have_the_security_headers_too(scripted):
    answer = scripted().get("/", headers={"Host": "evil.example"})
    assert answer.headers["Content-Security-Policy"]


def test_websockets_are_refused(scripted):
    client = scripted()
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/api/events"):
        pass


class TestToken:
    """A server with a token."""

    @pytest.fixture
    def client(self, scripted) -> TestClient:
        client: TestClient = scripted(token=TOKEN, allowed_hosts=["*"])
        return client

    def test_the_api_wants_it(self, client):
        answer = client.get("/api/health")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"]["kind"] == "security"
        assert TOKEN not in answer.text

    @pytest.mark.parametrize(
        "value", [f"Bearer {TOKEN}x", "Bearer ", "Bearer", TOKEN, f"Basic {TOKEN}", "Bearer \xe9"]
    )
    def test_a_wrong_bearer_is_refused(self, client, value):
        answer = client.get("/api/health", headers={"Authorization": value.encode("latin-1")})
        assert answer.status_code == 401

    def test_the_bearer_is_let_in(self, client):
        assert client.get("/api/health", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200

    def test_pages_without_it_say_what_to_do(self, client):
        answer = client.get("/analyses/1?token=wrong")
        assert answer.status_code == 401
        assert "token" in answer.text
        assert not answer.cookies

    def test_the_address_is_exchanged_for_a_cookie(self, client):
        answer = client.get(f"/analyses/1?colour=class&token={TOKEN}")
        assert answer.status_code == 200
        assert 'url=/analyses/1?colour=class"' in answer.text
        assert TOKEN not in answer.text
        cookie = answer.headers["Set-Cookie"]
        assert TOKEN not in cookie
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert answer.headers["Cache-Control"] == "no-store"
        assert client.get("/api/health").status_code == 200

    def test_the_api_takes_no_token_in_its_address(self, client):
        assert client.get(f"/api/health?token={TOKEN}").status_code == 401

    def test_the_exchange_leads_nowhere_else(self, client):
        for path in ("//evil.example/", "/%5Cevil.example/", '/"><script>'):
            text = client.get(f"http://localhost:8000{path}?token={TOKEN}").text
            target = text.split("url=")[1].split('"')[0]
            assert target.startswith("/")
            assert not target.startswith(("//", "/\\"))
            assert "<script>" not in text

    def test_the_cookie_does_not_help_a_foreign_page(self, client):
        client.get(f"/?token={TOKEN}")
        answer = client.delete("/api/analyses/1", headers={"Origin": "http://evil.example"})
        assert answer.status_code == 403

    def test_any_host_is_served_to_who_has_it(self, client):
        headers = {"Host": "box.example", "Authorization": f"Bearer {TOKEN}"}
        assert client.get("/api/health", headers=headers).status_code == 200

    @pytest.mark.parametrize("host", ["[::1", "evil@", ":"])
    def test_a_host_that_is_none_breaks_nothing(self, client, host):
        headers = {"Host": host, "Authorization": f"Bearer {TOKEN}"}
        assert client.get("/api/health", headers=headers).status_code == 200
        assert client.get("/api/nothing", headers=headers).status_code == 404
        assert client.get(f"/?token={TOKEN}", headers=headers).status_code == 200

    def test_two_servers_on_one_machine_do_not_share_a_cookie(self, scripted, client):
        other = scripted(token="another-token")
        first = client.get(f"/?token={TOKEN}").headers["Set-Cookie"].split("=")[0]
        second = other.get("/?token=another-token").headers["Set-Cookie"].split("=")[0]
        assert first != second


def test_any_host_without_a_token_is_refused_at_the_start():
    with pytest.raises(InputError, match="token"):
        create_app("sqlite://", allowed_hosts=["*"])
