"""What several messages say in the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lpntk.domain.errors import InputError


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
    try:
        return re.compile(text)
    except re.error as error:
        raise InputError(
            f"{field} is '{text}', which is not a regular expression ({error}): give one such as "
            "'layer4|fc'.",
            field=field,
        ) from None
