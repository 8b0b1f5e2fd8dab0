"""Ctrl-C that is not lost."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self

_WITH_CALLBACKS = ("llvmlite",)


class Interrupt:
    """Remembers a Ctrl-C while the block runs.

    Python raises KeyboardInterrupt wherever the program is, and a callback of C code swallows it there: such
    as llvmlite's, while numba compiles. `check` raises it again.
    """

    def __init__(self) -> None:
        self._came = False
        self._former: Any = None

    def check(self) -> None:
        """KeyboardInterrupt if there has been one."""
        if self._came:
            raise KeyboardInterrupt

    def __enter__(self) -> Self:
        is_ours = threading.current_thread() is threading.main_thread()
        if is_ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._former = signal.signal(signal.SIGINT, self._remember)
        return self

    def __exit__(self, *error: object) -> None:
        if self._former is not None:
            signal.signal(signal.SIGINT, self._former)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self._came = True
        if not _is_in_callback(frame):
            signal.default_int_handler(number, frame)


def _is_in_callback(frame: FrameType | None) -> bool:
    """Whether a KeyboardInterrupt would be printed there and forgotten."""
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] in _WITH_CALLBACKS:
            return True
        frame = frame.f_back
    return False
