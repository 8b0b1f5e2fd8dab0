"""From "done out of total" to rate and time left, told often to a callback and seldom to the database."""

from __future__ import annotations

from collections.abc import Callable

from lpntk.domain import JobProgress

TELL_SECONDS = 0.1
WRITE_SECONDS = 0.5


class Reporter:
    """The progress of one piece of a stage's work, to be called with what is done out of what there is.

    Parameters
    ----------
    stage, unit
        What is being done, and what is counted: "samples", "tiles", "epochs".
    check
        Called every time; raises what should stop the work.
    tell
        Called at most every `TELL_SECONDS`.
    write
        Called at most every `WRITE_SECONDS`.
    clock
        Seconds.
    """

    def __init__(
        self,
        stage: str,
        unit: str,
        *,
        check: Callable[[], None],
        tell: Callable[[JobProgress], None],
        write: Callable[[JobProgress], None],
        clock: Callable[[], float],
    ) -> None:
        self._stage, self._unit = stage, unit
        self._check, self._clock = check, clock
        self._receivers = (_Throttled(tell, TELL_SECONDS), _Throttled(write, WRITE_SECONDS))
        self._start: tuple[float, int] | None = None
        self._steps = 0

    def __call__(self, done: int, total: int, /) -> None:
        self._check()
        now = self._clock()
        if self._start is None or (self._steps == 0 and done > self._start[1]):
            # What was done in an earlier run says nothing about this one's rate, and the first step often
            # pays for what all others need: code that is compiled, files that are opened.
            self._steps += self._start is not None
            self._start = (now, done)
        progress = self._progress(now, done, total)
        for receiver in self._receivers:
            receiver(now, progress, at_once=done == total)

    def _progress(self, now: float, done: int, total: int) -> JobProgress:
        started, first = self._start or (now, done)
        if done <= first or now <= started:
            return JobProgress(self._stage, done, total, self._unit)
        rate = (done - first) / (now - started)
        remaining = max(0, total - done) / rate if total else None
        return JobProgress(self._stage, done, total, self._unit, rate, remaining)


class _Throttled:
    def __init__(self, receive: Callable[[JobProgress], None], interval: float) -> None:
        self._receive, self._interval = receive, interval
        self._last: float | None = None

    def __call__(self, now: float, progress: JobProgress, *, at_once: bool) -> None:
        if at_once or self._last is None or now - self._last >= self._interval:
            self._last = now
            self._receive(progress)
