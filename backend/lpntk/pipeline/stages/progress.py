"""From "done out of total" to rate and time left, told often to a callback and seldom to the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from lpntk.domain import JobProgress, Progress

TELL_SECONDS = 0.1
WRITE_SECONDS = 0.5
WINDOW_SECONDS = 30.0
MARK_SECONDS = 0.25
MARKS_NEEDED = 5
STEADY = 2.0


def counting(progress: Progress, start: int, total: int) -> Callable[[int], None]:
    """Tells of what is done from a place on, out of all."""
    return lambda done: progress(start + done, total)


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
        self._pace = _Pace()

    def __call__(self, done: int, total: int, /) -> None:
        self._check()
        now = self._clock()
        rate = self._pace.after(now, done)
        remaining = max(0, total - done) / rate if rate and total else None
        progress = JobProgress(self._stage, done, total, self._unit, rate, remaining)
        for receiver in self._receivers:
            receiver(now, progress, at_once=done == total)


def to_nobody(progress: JobProgress) -> None:
    """What to call where nobody listens."""


class _Pace:
    """Steps a second, once that can be believed: over a window that forgets how slow the beginning was.

    The first step never counts, since it pays for what all others need (code that is compiled, files that are
    opened), and so may the next ones. So nothing is said before there are `MARKS_NEEDED` marks, one a step
    and at least `MARK_SECONDS` apart, nor while the older and the newer half of them differ by more than
    `STEADY`.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()
        self._first: int | None = None

    def after(self, now: float, done: int) -> float | None:
        """The pace once so much is done; None while it cannot be told."""
        if self._first is None or done < self._first:
            # What was done in an earlier run says nothing about this one's.
            self._first = done
            self._marks.clear()
        if done > self._first:
            self._mark(now, done)
        return self._rate()

    def _mark(self, now: float, done: int) -> None:
        marks = self._marks
        if marks and done <= marks[-1][1]:
            return
        if len(marks) > 1 and now - marks[-2][0] < MARK_SECONDS:
            marks.pop()
        marks.append((now, done))
        while len(marks) > MARKS_NEEDED and marks[0][0] < now - WINDOW_SECONDS:
            marks.popleft()

    def _rate(self) -> float | None:
        marks = self._marks
        if len(marks) < MARKS_NEEDED:
            return None
        older = _rate_between(marks[0], marks[len(marks) // 2])
        newer = _rate_between(marks[len(marks) // 2], marks[-1])
        if not older or not newer or not 1 / STEADY <= newer / older <= STEADY:
            return None
        return _rate_between(marks[0], marks[-1])


def _rate_between(start: tuple[float, int], end: tuple[float, int]) -> float | None:
    seconds = end[0] - start[0]
    return (end[1] - start[1]) / seconds if seconds > 0 else None


class _Throttled:
    def __init__(self, receive: Callable[[JobProgress], None], interval: float) -> None:
        self._receive, self._interval = receive, interval
        self._last: float | None = None

    def __call__(self, now: float, progress: JobProgress, *, at_once: bool) -> None:
        if at_once or self._last is None or now - self._last >= self._interval:
            self._last = now
            self._receive(progress)
