"""Whatever stands in a field of a form, the answer is no fault of the server's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lpntk.domain.request import SETTINGS

TEXTS = {
    "empty": "",
    "blank": " ",
    "long": "x" * 300,
    "very long": "x" * 60_000,
    "NUL": "a\x00b",
    "control": "a\x1b[2Jb\x7f",
    "line": "a\r\nb",
    "surrogate": "\ud800",
    "not UTF-8": "caf\udce9",
    "turned": "\u202egpj.exe",
    "astral": "\U0001f4a9" * 50,
    "formula": "=cmd|' /C calc'!A0",
    "open": "((((",
    "repeated": "a{999}{999}",
    "overflow": "a{99999999999999999999}",
    "deep": "(" * 499 + ")" * 499,
    "too deep": "(" * 4000,
    "slow": "(a+)+$",
    "own module": "__main__:main",
    "odd module": "..:x",
    "module of ours": "lpntk.cli.main:run",
    "home": "~",
    "nobody's home": "~no-such-user/x",
    "up": "../" * 300,
    "device": "/dev/zero",
    "pipe": "/dev/stdin",
    "process": "/proc/self/mem",
    "system": "/proc",
    "below a file": "/etc/passwd/x",
    "long name": "/" + "x" * 300,
    "long path": "/" + "x/" * 2000,
    "address": "http://localhost:1/x.npz",
}
NUMBERS = [-1, 0, 2**31, 2**63, 2**64, 10**400, -(10**400), 1e308, -0.0, 0.5, float("nan"), float("inf")]
OTHERS = [None, True, [], {}, [[]], {"a": 1}, ["x"], [0] * 100]


def post(client, form):
    body = json.dumps({"source": "digits"} | form).encode()
    return client.post("/api/analyses", content=body, headers={"Content-Type": "application/json"})


def require_an_answer(answer) -> None:
    assert answer.status_code in (200, 201, 403, 413, 422), answer.text
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error["message"].endswith((".", "?"))
        assert len(error["message"]) < 5000
        assert "Traceback" not in error["message"]


@pytest.mark.parametrize("name", SETTINGS)
def test_no_value_of_a_field_breaks_the_server(client, name):
    for value in [*TEXTS.values(), *NUMBERS, *OTHERS]:
        require_an_answer(post(client, {name: value}))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_in_all_fields_breaks_the_server(client, text):
    require_an_answer(post(client, dict.fromkeys(SETTINGS, text)))


@pytest.mark.parametrize("name", ["source", "root", "checkpoint"])
def test_no_place_breaks_the_server(client, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "hanging").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "empty.npz").touch()
    (tmp_path / "folder" / "circle").symlink_to("../folder")
    for place in ["circle", "circle/x", "hanging", "folder", "folder.npz", "empty.npz", "folder/circle", "."]:
        require_an_answer(post(client, {"source": "mnist", name: place}))


@pytest.mark.parametrize("name", ["source", "root", "checkpoint"])
@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")]
)
def test_what_may_not_be_read_is_said(client, tmp_path, monkeypatch, name, error):
    (tmp_path / "images" / "cat").mkdir(parents=True)
    (tmp_path / "weights.pt").touch()
    place = tmp_path / ("weights.pt" if name == "checkpoint" else "images")
    stat = Path.stat

    def refuse(path, **how):
        if path == place:
            raise error
        return stat(path, **how)

    monkeypatch.setattr(Path, "stat", refuse)
    answer = post(client, {"source": "mnist", name: str(place)})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == name


def test_a_folder_that_cannot_be_listed_is_said(client, tmp_path, monkeypatch):
    (tmp_path / "cat").mkdir()

    def refuse(*arguments, **named):
        raise PermissionError(13, "Permission denied", str(tmp_path / "cat"))

    for way in ("os.listdir", "os.scandir", "pathlib.Path.iterdir", "os.walk"):
        monkeypatch.setattr(way, refuse)
    answer = post(client, {"source": str(tmp_path)})
    assert answer.status_code == 422
    assert "cannot be read (Permission denied)" in answer.json()["error"]["message"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(sorted(SETTINGS)),
        st.one_of(
            st.text(st.characters(), max_size=300),
            st.integers(),
            st.floats(),
            st.sampled_from([*TEXTS.values(), *NUMBERS, *OTHERS]),
        ),
        max_size=4,
    )
)
def test_no_form_breaks_the_server(client, form):
    require_an_answer(post(client, form))
