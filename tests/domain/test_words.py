from __future__ import annotations

import pytest

from lpntk.domain import InputError
from lpntk.domain.words import has_controls, printable, regular_expression, some


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, ""), (1, "0"), (3, "0, 1, 2"), (4, "0, 1, 2 and 1 more"), (9, "0, 1, 2 and 6 more")],
)
def test_the_first_few_and_how_many_more(count: int, words: str) -> None:
    assert some(range(count), 3) == words


def test_a_regular_expression_and_none() -> None:
    assert regular_expression("layer4|fc", field="parameters").search("net.fc.weight")
    with pytest.raises(InputError, match=r"parameters is 'fc\(', which is not a regular expression"):
        regular_expression("fc(", field="parameters")


@pytest.mark.parametrize(
    "text",
    [
        "((((",
        "a{999}{999}",
        "a{99999999999999999999}",
        "(" * 499 + ")" * 499,
        "(?:" * 300,
        "(" * 5000 + ")" * 5000,
        "x" * 1001,
        "[",
        "\\",
        "(?P<a>x)(?P<a>y)",
        "(?<=a+)b",
    ],
)
def test_no_expression_breaks_more_than_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="parameters is '") as caught:
        regular_expression(text, field="parameters")
    assert caught.value.field == "parameters"
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("café κ", "café κ"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("two\nlines", "two\\nlines"),
        (b"caf\xe9".decode(errors="surrogateescape"), "caf\\xe9"),
        ("caf\ud800", "caf\\ud800"),
    ],
)
def test_what_steers_a_terminal_is_shown_not_obeyed(name: str, shown: str) -> None:
    assert printable(name) == shown
    assert has_controls(name) == (name != shown and "caf" not in name)
