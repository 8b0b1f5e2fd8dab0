"""Index lists that people bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from lpntk.domain import InputError
from lpntk.pruning.reading import read_index_file


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", b"[" * 100_000),
        ("empty.npy", b""),
        ("archive.npy", b"PK\x03\x04 and no more"),
        ("long.csv", b"index\n" + b"1" * 200_000),
        ("nothing.json", b"null"),
        ("letters.txt", b"one"),
        ("bytes.txt", b"\xff\xfe"),
        ("large.json", b"[1180591620717411303424]"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=name) as caught:
        read_index_file(path, "remove")
    assert caught.value.field == "remove"
