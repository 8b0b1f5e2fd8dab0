"""Whatever the API has, by its own document, is refused to whom it is not for, and answers as HTTP wants."""

from __future__ import annotations

import json

import pytest

from lpntk.api.openapi import openapi_document

TOKEN = "a-secret-and-long-token"
PLACES = {
    "{analysis_id}": "1",
    "{dataset_id}": "1",
    "{index}": "0",
    "{other}": "1",
    "{first}": "1",
    "{second}": "2",
    "{task_id}": "1",
    "{kind}": "map",
    "{what}": "scores",
    "{name}": "loss",
}
PATHS = json.loads(openapi_document())["paths"]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def address(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace(name, value)
    assert "{" not in path, "a parameter that this test does not know"
    return path


EVERY = [(method, address(path)) for path in PATHS for method in METHODS]
TAKEN = [(method.upper(), address(path)) for path, methods in PATHS.items() for method in methods]
FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "x\\@localhost"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "ftp://localhost:8000"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"},
]


def test_the_document_has_the_routes():
    assert len(TAKEN) >= 15
    assert ("POST", "/api/analyses/1/cancel") in TAKEN


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_foreigners_are_refused_everywhere(scripted, headers):
    client = scripted()
    for method, path in EVERY:
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == 403, (method, path)
        assert "access-control-allow-origin" not in answer.headers
        if method != "HEAD":
            assert answer.json()["error"]["kind"] == "security"


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Cookie": "lpntk=wrong"}], ids=str
)
def test_without_the_token_nothing_answers(scripted, headers):
    client = scripted(token=TOKEN)
    for method, path in EVERY:
        assert client.request(method, path, headers=headers).status_code == 401, (method, path)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_changes_something_takes_json_alone(scripted, kind):
    client = scripted(dict.fromkeys(("cancel", "resume", "delete", "submit"), AssertionError("it was done")))
    for method, path in TAKEN:
        if method in CHANGING:
            answer = client.request(method, path, headers={"Content-Type": kind}, content=b"{}")
            assert answer.status_code == 415, (method, path)


def test_every_address_says_which_methods_it_takes(scripted):
    client = scripted()
    for path in PATHS:
        there = address(path)
        taken = {method for method, other in TAKEN if other == there}
        expected = taken | {"OPTIONS"} | ({"HEAD"} if "GET" in taken else set())
        answer = client.options(there)
        assert answer.status_code == 204
        assert set(answer.headers["Allow"].split(", ")) == expected
        for method in set(METHODS) - expected:
            refused = client.request(method, there)
            assert refused.status_code == 405
            assert set(refused.headers["Allow"].split(", ")) == expected


def test_head_is_get_without_a_body(finished):
    for path in ("/api/health", "/api/options", f"/api/analyses/{finished.id}", "/api/analyses/999"):
        head, get = finished.client.head(path), finished.client.get(path)
        assert head.status_code == get.status_code
        assert head.headers["Content-Type"] == get.headers["Content-Type"]
        assert head.content == b""


def test_the_head_of_the_events_comes_to_an_end(finished):
    assert finished.client.head("/api/events").status_code == 200
