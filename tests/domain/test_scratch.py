from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from lpntk.domain.scratch import no_room, remove_leftovers, reserve


@pytest.mark.parametrize("fallocates", [True, False])
@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_reserved_space_is_there_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fallocates: bool, size: int
) -> None:
    if not fallocates:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    with (tmp_path / "x").open("wb") as file:
        reserve(file, size)
        assert file.tell() == 0
        status = os.fstat(file.fileno())

    assert status.st_size == size
    assert status.st_blocks * 512 >= size


def test_it_is_said_how_much_is_needed_where_and_what_else_to_do(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    sentence = no_room("A sketch", 3 << 20, tmp_path, full, "allow a larger memory budget").message

    assert sentence.startswith(
        f"A sketch of 3.0 MiB cannot be written to {tmp_path} (No space left on device, "
    )
    assert sentence.endswith(" MiB free): make room there, or allow a larger memory budget.")
    assert "free" not in no_room("A sketch", 1, tmp_path / "no", full, "wait").message


def test_a_folder_that_is_gone_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "gone")
