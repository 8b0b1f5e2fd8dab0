"""What several messages say in the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lpntk.domain.errors import InputError, shown

LONGEST_EXPRESSION = 1000
# Halves of a pair that JSON may hold; those that stand for bytes of paths are others.
_HALF_CHARACTER = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def some(things: Sequence[object], at_most: int) -> str:
    """The first few of some things, and how many more there are: "a, b and 3 more"."""
    shown = ", ".join(map(str, things[:at_most]))
    more = len(things) - at_most
    return f"{shown} and {more} more" if more > 0 else shown


def printable(name: object) -> str:
    """A name for people, terminals and JSON: what is no character to be shown is "\\xff" or "\\n"."""
    whole = _HALF_CHARACTER.sub(lambda half: ascii(half[0])[1:-1], str(name))
    text = whole.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(repr(c)[1:-1] if unicodedata.category(c) == "Cc" else c for c in text)


def is_utf8(text: str) -> bool:
    """Whether a text, such as a path, can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_controls(text: str) -> bool:
    """Whether a text has characters that steer a terminal rather than being shown."""
    return any(unicodedata.category(c) == "Cc" for c in text)


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
