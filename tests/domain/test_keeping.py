"""What tags, views and notes may be called and hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.domain.keeping import (
    LONGEST_NOTE,
    LONGEST_TAG,
    VIEW_BYTES,
    key_of,
    note_text,
    tag_name,
    view_name,
    view_search,
)


def test_a_name_is_kept_as_it_was_written() -> None:
    assert tag_name("  To look at again ") == "To look at again"
    assert tag_name("a\u0308") == "ä"
    assert view_name("x" * 100) == "x" * 100


def test_names_that_differ_by_case_alone_are_one() -> None:
    assert key_of("Straße") == key_of("STRASSE")
    assert key_of("ÄRGER") == key_of("ärger")
    assert key_of("a") != key_of("b")


@pytest.mark.parametrize("name", ["", "  ", "a/b", ".", "..", "a\nb", "a\x1b[0m", "\udce9", "x" * 65])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="A tag") as caught:
        tag_name(name)
    assert caught.value.field == "name"
    assert caught.value.message.isprintable()


@given(st.text(max_size=80))
def test_a_name_that_is_taken_is_taken_again(text: str) -> None:
    try:
        name = tag_name(text)
    except InputError:
        return
    assert tag_name(name) == name
    assert 1 <= len(name) <= LONGEST_TAG
    assert len(key_of(name)) <= 200
    name.encode()


def test_a_note_is_text_of_a_bounded_length() -> None:
    assert note_text(" Is it a 7?\r\nOr a 1? \n") == "Is it a 7?\nOr a 1?"
    assert note_text(" \n ") == ""
    assert note_text("x" * LONGEST_NOTE)
    with pytest.raises(InputError, match="The note has 2,001 characters: it may have 2,000"):
        note_text("x" * (LONGEST_NOTE + 1))
    for text in ("\x00", "\udce9", "a\x07"):
        with pytest.raises(InputError, match="cannot be shown"):
            note_text(text)


def test_a_view_is_part_of_an_address() -> None:
    assert view_search("?colour=loss&tag=é") == "?colour=loss&tag=é"
    with pytest.raises(InputError, match="larger than 64 KiB"):
        view_search("é" * (VIEW_BYTES // 2 + 1))
    for text in ("\n", "\udce9"):
        with pytest.raises(InputError, match="no address has"):
            view_search(text)
