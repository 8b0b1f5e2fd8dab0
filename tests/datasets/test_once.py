"""What is asked of a source before it is taken in parses each of its files once."""

from __future__ import annotations

import pytest

from lpntk.datasets.once import once, parsed_once


def test_a_file_is_parsed_once_within_and_anew_afterwards() -> None:
    parsed: list[tuple[str, int]] = []

    @once
    def parse(path: str, most: int = 3) -> list[str]:
        parsed.append((path, most))
        return [path]

    with parsed_once():
        first = parse("a")
        with parsed_once():
            assert parse("a") is first
        assert parse("a") is first
        parse("a", most=2)
        parse("b")
    assert parse("a") is not first
    assert parsed == [("a", 3), ("a", 2), ("b", 3), ("a", 3)]


def test_what_cannot_be_parsed_is_said_each_time() -> None:
    @once
    def parse(path: str) -> None:
        raise ValueError(path)

    with parsed_once():
        for _ in range(2):
            with pytest.raises(ValueError, match="a"):
                parse("a")
