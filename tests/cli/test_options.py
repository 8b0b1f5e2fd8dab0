"""How values are read from the command line, and printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.cli.options import memory_size
from lpntk.cli.output import duration, write_whole
from lpntk.domain import InputError
from lpntk.domain.sizes import whole_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("4GiB", 4 << 30),
        ("512 MiB", 512 << 20),
        ("1.5gib", 3 << 29),
        ("100", 100),
        (" 7B ", 7),
        ("2KiB", 2048),
        ("1TiB", 1 << 40),
    ],
)
def test_memory_sizes(text: str, size: int) -> None:
    assert memory_size(text, "memory_budget") == size


@pytest.mark.parametrize("text", ["", "GiB", "4GB", "-1GiB", "4 4GiB", "1e9", "nan"])
def test_what_is_no_memory_size(text: str) -> None:
    with pytest.raises(InputError, match="4GiB") as error:
        memory_size(text, "memory_budget")
    assert error.value.field == "memory_budget"


@given(st.integers(1, 2**50))
def test_sizes_are_read_as_they_are_written(size: int) -> None:
    assert memory_size(whole_size(size), "") == size


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min 0 s"),
        (80, "1 min 20 s"),
        (3599.7, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_written_file_may_be_read_as_others_of_this_user(tmp_path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "written", b"content")
    assert (tmp_path / "written").read_bytes() == b"content"
    assert (tmp_path / "written").stat().st_mode == (tmp_path / "other").stat().st_mode
