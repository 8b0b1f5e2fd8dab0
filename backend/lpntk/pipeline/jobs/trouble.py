"""Trouble that lasts, said without filling the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

FIRST_PAUSE, LONGEST_PAUSE = 10.0, 3600.0
"""Seconds after which the same trouble is said again the first time, and in the end."""


class Trouble:
    """Says the same sentence once, then ever less often, and once that it is over.

    Parameters
    ----------
    log
        Where to.
    clock
        Seconds.
    """

    def __init__(self, log: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._log, self._clock = log, clock
        self._sentence: str | None = None
        self._due = self._pause = 0.0

    def say(self, sentence: str) -> None:
        """There is trouble, or there still is."""
        now = self._clock()
        if sentence != self._sentence:
            self._sentence, self._pause = sentence, FIRST_PAUSE
        elif now < self._due:
            return
        else:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._due = now + self._pause
        self._log.error("%s", sentence)

    def over(self) -> None:
        """There is none any more."""
        if self._sentence is not None:
            self._log.warning("That is over: %s", self._sentence)
            self._sentence = None
