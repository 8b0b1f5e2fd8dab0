"""What was read lately of finished analyses, whose results never change: kept for the next request.

A session reads through it once it is attached; other sessions read the database each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from sqlalchemy.orm import Session

Value = TypeVar("Value")

LIMIT_BYTES = 128 << 20

_RECENT = "lpntk_recent"
_SMALL_BYTES = 1 << 10


class Recent:
    """The latest values by key, as many as fit. Safe to share between threads.

    Parameters
    ----------
    limit
        Bytes; 0: nothing is kept.
    """

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._values: LRUCache[Hashable, Any] = LRUCache(limit, getsizeof=_size)
        self._lock = Lock()

    def find(self, key: Hashable) -> Any | None:
        """The value of a key, if it is kept."""
        with self._lock:
            return self._values.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a value that nobody changes; one larger than the limit is not kept."""
        with self._lock, suppress(ValueError):
            self._values[key] = value

    def attach(self, session: Session, owner: Hashable) -> None:
        """Let a session read through it what never changes of an owner."""
        session.info[_RECENT] = (self, owner)


def find(session: Session, key: Hashable) -> Any | None:
    """The value of a key, if the session reads through a `Recent` that has it."""
    recent, owner = session.info.get(_RECENT, (None, None))
    return None if recent is None else recent.find((owner, key))


def keep(session: Session, key: Hashable, value: Any) -> None:
    """Keep a value for the sessions after this one, if it reads through a `Recent`."""
    recent, owner = session.info.get(_RECENT, (None, None))
    if recent is not None:
        recent.keep((owner, key), value)


def recall(session: Session, key: Hashable, make: Callable[[], Value]) -> Value:
    """The value of a key, made where it is not kept."""
    found: Value | None = find(session, key)
    if found is None:
        found = make()
        keep(session, key, found)
    return found


def _size(value: Any) -> int:
    if (size := getattr(value, "nbytes", None)) is not None:
        return int(size)
    return len(value) if isinstance(value, bytes | str) else _SMALL_BYTES
