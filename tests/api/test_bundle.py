"""The page itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lpntk.api.bundle import Bundle


@pytest.fixture
def page(scripted, tmp_path: Path) -> TestClient:
    (tmp_path / "static" / "assets").mkdir(parents=True)
    (tmp_path / "static" / "index.html").write_text("<title>the page</title>")
    (tmp_path / "static" / "icon.svg").write_text("<svg/>")
    (tmp_path / "static" / "assets" / "index-4f3a.js").write_text("go()")
    (tmp_path / "secret.txt").write_text("secret")
    client: TestClient = scripted()
    client.app.router.default = Bundle(tmp_path / "static")
    return client


@pytest.mark.parametrize("path", ["/", "/index.html", "/analyses/3", "/analyses/3?colour=class", "/apifruit"])
def test_any_address_is_the_page(page, path):
    answer = page.get(path)
    assert answer.status_code == 200
    assert "the page" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever(page):
    answer = page.get("/assets/index-4f3a.js")
    assert answer.text == "go()"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "javascript" in answer.headers["Content-Type"]


def test_other_files_are_asked_for_again(page):
    answer = page.get("/icon.svg")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert page.get("/icon.svg", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_file_that_an_update_removed_is_not_the_page(page):
    answer = page.get("/assets/index-old.js")
    assert answer.status_code == 404
    assert answer.json()["error"]["kind"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/%00"]
)
def test_nothing_outside_the_bundle_is_served(page, path):
    assert "secret" not in page.get(path).text.replace("secret.txt", "")


def test_the_page_takes_only_get(page):
    answer = page.post("/analyses/3")
    assert answer.status_code == 405
    assert answer.json()["error"]["kind"] == "input"
    assert page.head("/").status_code == 200


def test_a_page_that_is_not_built_says_how(scripted, tmp_path):
    client = scripted()
    client.app.router.default = Bundle(tmp_path)
    answer = client.get("/analyses/3")
    assert answer.status_code == 503
    assert "make build" in answer.text
