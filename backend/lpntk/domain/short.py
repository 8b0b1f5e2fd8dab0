"""Results as one line for a person who prints them: what is large is counted, not written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

_MOST = 6
_LONGEST = 80


class Short:
    """A dataclass (with `repr=False`) whose `repr` has arrays and long lists by their size alone."""

    def __repr__(self) -> str:
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.repr}  # type: ignore[arg-type]
        said = ", ".join(f"{name}={_short(value)}" for name, value in values.items())
        return f"{type(self).__name__}({said})"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        size = " × ".join(f"{length:,}" for length in value.shape)
        return f"<{value.dtype} {size}>" if value.size > _MOST else _short(value.tolist())
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    if isinstance(value, Mapping | Sequence) and not _is_plain(value):
        return f"<{_many(value)}>"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_short(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        inside = ", ".join(map(_short, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    return repr(value)


def _is_plain(value: Mapping[Any, Any] | Sequence[Any]) -> bool:
    """Whether it is short, known without being made, and of what is short itself."""
    if not isinstance(value, dict | list | tuple) or len(value) > _MOST:
        return False
    items = value.values() if isinstance(value, dict) else value
    return not any(is_dataclass(item) for item in items)


def _many(value: Sized) -> str:
    """Such as 50 ChangedNeighbours, or 24 entries."""
    first = next(iter(value), None) if isinstance(value, list | tuple) else None
    return f"{len(value):,} {type(first).__name__ if is_dataclass(first) else 'entries'}"
