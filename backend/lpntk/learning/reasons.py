"""Other people's exceptions inside our own sentences."""

from __future__ import annotations


def reason(error: Exception) -> str:
    """The exception's type and the first line of what it says."""
    first_line = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__
