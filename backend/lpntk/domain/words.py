"""What several messages say in the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lpntk.domain.errors import InputError, shown

LONGEST_EXPRESSION = 1000


def some(things: Sequence[object], at_most: int) -> str:
    """The first few of some things, and how many more there are: "a, b and 3 more"."""
    shown = ", ".join(map(str, things[:at_most]))
    more = len(things) - at_most
    return f"{shown} and {more} more" if more > 0 else shown


def printable(name: object) -> str:
    """A file's name for people and JSON: bytes that are not UTF-8 are shown as "\\xff"."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def regular_expression(text: str, *, field: str) -> re.Pattern[str]:
    """`text` as a regular expression.

    Raises
    ------
    InputError
        If it is none.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise InputError(
            f"{field} is '{shown(text)}', which has {len(text):,} characters: a regular expression may have "
            f"{LONGEST_EXPRESSION:,} here.",
            field=field,
        )
    try:
        return re.compile(text)
    # Nested too deeply, repeated too often, or too large for memory.
    except (re.error, RecursionError, OverflowError, MemoryError) as error:
        what = str(error) or type(error).__name__
        raise InputError(
            f"{field} is '{shown(text)}', which is not a regular expression ({what}): give one such as "
            "'layer4|fc'.",
            field=field,
        ) from None
