"""How long work tells what it has done."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with what is done out of what there is; may raise `Cancelled` to stop the work."""

    def __call__(self, done: int, total: int, /) -> None: ...


def silent(done: int, total: int, /) -> None:
    """Report to nobody."""
