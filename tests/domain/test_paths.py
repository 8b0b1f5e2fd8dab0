from __future__ import annotations

import os
from pathlib import Path

import pytest

from lpntk.domain import InputError
from lpntk.domain.paths import in_a_sentence, real_path


def test_the_real_place_of_a_path(tmp_path, monkeypatch):
    (tmp_path / "images").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "images")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for text in ("images", "link", "./images/../link", "~/images", str(tmp_path / "link")):
        assert real_path(text, field="source") == tmp_path.resolve() / "images"
    assert real_path("not/there", field="source") == tmp_path.resolve() / "not" / "there"
    assert real_path("", field="source") == tmp_path.resolve()


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b",
        "/" + "x" * 5000,
        "/".join(["x" * 200] * 40),
        "~nobody-is-called-so/x",
        "\ud800",
        "a\ud800b\n",
    ],
    ids=["NUL", "long name", "long path", "user", "surrogate", "line"],
)
def test_a_path_that_no_file_can_have(text):
    with pytest.raises(InputError) as caught:
        real_path(text, field="root")
    assert caught.value.field == "root"
    assert len(caught.value.message) < 300
    assert caught.value.message.isprintable()
    caught.value.message.encode()


def test_links_that_lead_in_a_circle(tmp_path):
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(InputError, match="one"):
        real_path(str(tmp_path / "one" / "images"), field="source")


def test_what_may_not_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(InputError, match=f"{tmp_path} may not be read here: give this program the right to"):
        real_path(str(tmp_path), field="source")


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (PermissionError(13, "Permission denied", "/data/cat"), "/data/cat may not be read"),
        (IsADirectoryError(21, "Is a directory", "/data"), "/data cannot be read (Is a directory)"),
        (OSError(5, "Input/output error"), "/data cannot be read (Input/output error)"),
        (OSError("odd"), "/data cannot be read (OSError)"),
        (ValueError("embedded null byte"), "/data is no path (embedded null byte)"),
        (InputError("As it was."), "As it was."),
    ],
)
def test_what_the_system_says_is_said_in_a_sentence(error, part):
    with pytest.raises(InputError) as caught, in_a_sentence("/data", field="source"):
        raise error
    assert part in caught.value.message
