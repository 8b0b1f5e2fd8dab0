"""Errors whose message is one sentence for a person: what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LpntkError(Exception):
    """Base of every error that is meant to be shown as it stands, without a traceback.

    Parameters
    ----------
    message
        One sentence: what is wrong, where (file, sample index, field), and what to do.
    field
        The name of the setting that is at fault, where there is one, for a form to point at.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InputError(LpntkError, ValueError):
    """A value, file, data set or model that cannot be used."""


class NotFoundError(LpntkError, LookupError):
    """An identifier that names nothing."""


class ConflictError(LpntkError):
    """A request that the present state does not allow, such as reading a result that is not there yet."""


class StoreError(LpntkError):
    """A database that cannot be opened, read or written."""


class Cancelled(LpntkError):  # noqa: N818 - a person's wish, not a failure
    """Work that was stopped because somebody asked for it."""


class Prepared(Cancelled):
    """Work that was stopped where others are to go on: all is there that shards of a kernel need."""


def shown(text: str, at_most: int = 120) -> str:
    """A text that a person gave, as a message can hold it: cut short, and without what cannot be printed."""
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= at_most else f"{plain[: at_most - 3]}..."


def require_one_of(value: str, valid: Iterable[str], what: str, *, field: str | None = None) -> str:
    """Return `value` if it is among `valid`; else name the valid ones and the closest.

    Raises
    ------
    InputError
        If `value` is not one of `valid`.
    """
    names = list(valid)
    if value in names:
        return value
    close = difflib.get_close_matches(value, names, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    raise InputError(f"Unknown {what} '{shown(value)}': choose one of {', '.join(names)}.{hint}", field=field)
