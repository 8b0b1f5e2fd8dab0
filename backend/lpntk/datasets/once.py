"""Several questions are asked of a source before it is taken in: what is parsed for one serves the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Parsed = TypeVar("Parsed")

_PARSED: ContextVar[dict[Hashable, Any] | None] = ContextVar("lpntk_parsed", default=None)


@contextmanager
def parsed_once() -> Iterator[None]:
    """Within this each file is parsed once, as it was when it was first asked for, and then let go."""
    if _PARSED.get() is not None:
        yield
        return
    token = _PARSED.set({})
    try:
        yield
    finally:
        _PARSED.reset(token)


def once(parse: Callable[Asked, Parsed]) -> Callable[Asked, Parsed]:
    """What parses a file, once within `parsed_once`; nobody changes what it gives."""

    @wraps(parse)
    def found(*asked: Asked.args, **named: Asked.kwargs) -> Parsed:
        parsed = _PARSED.get()
        if parsed is None:
            return parse(*asked, **named)
        key = (parse, asked, *sorted(named.items()))
        if key not in parsed:
            parsed[key] = parse(*asked, **named)
        value: Parsed = parsed[key]
        return value

    return found
