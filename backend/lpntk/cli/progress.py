"""How far an analysis is, on standard error: bars on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from lpntk.cli.output import duration
from lpntk.domain import JobProgress, Stage

if TYPE_CHECKING:
    from lpntk.pipeline.results.views import StageView

STAGE_TITLES: dict[str, str] = {
    Stage.DATA: "Samples",
    Stage.LEARNING: "Learning",
    Stage.KERNEL: "Kernel",
    Stage.CLUSTERS: "Clusters",
    Stage.MAP: "Map",
    Stage.EVIDENCE: "Evidence",
    Stage.SCORES: "Scores",
}
_SECONDS_BETWEEN_LINES = 10.0


def title_of(stage: str) -> str:
    """What people call a stage; that of another kind of job by its own word."""
    return STAGE_TITLES.get(stage, stage.capitalize())


@contextmanager
def stage_progress(
    stages: Iterable[StageView], now: Callable[[], Iterable[StageView]] = tuple
) -> Iterator[Callable[[JobProgress], None]]:
    """What to call with each step of an analysis whose `stages` stand as given.

    Parameters
    ----------
    now
        The stages as they stand when it is called: what is stored as the time that one took is told.
    """
    console = Console(stderr=True, highlight=False)
    display = _Bars(console, now) if console.is_terminal else _Lines(console, now)
    for stage in stages:
        if stage.done:
            display.found(stage)
    with display:
        yield display.update


@contextmanager
def reading_progress(why: str, unit: str = "samples") -> Iterator[Callable[[int, int], None]]:
    """What to call with (done, total) of a unit; says what for once the first are done."""
    console = Console(stderr=True, highlight=False)
    with console.status("") as status:
        begun = False

        def update(done: int, total: int) -> None:
            nonlocal begun
            if not begun and not console.is_terminal:
                console.print(f"{why}.")
            begun = True
            status.update(f"{why}: {done:,}/{total:,} {unit}")

        yield update


class _Display(ABC):
    """Follows which stage runs and since when; subclasses show it."""

    def __init__(self, console: Console, now: Callable[[], Iterable[StageView]]) -> None:
        self.console, self._now = console, now
        self._stage: str | None = None
        self._started = 0.0

    def __enter__(self) -> _Display:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if error is None:
            self._finish()

    def update(self, progress: JobProgress) -> None:
        if progress.stage != self._stage:
            self._finish()
            self._stage, self._started = progress.stage, time.monotonic()
            self.start(progress.stage)
        self.step(progress)

    def _finish(self) -> None:
        if self._stage is not None:
            # From the end of the stage before, so with the opening of what it needs, as the page tells it.
            stored = next((one.seconds for one in self._now() if one.stage == self._stage), None)
            self.end(self._stage, time.monotonic() - self._started if stored is None else stored)
            self._stage = None

    @abstractmethod
    def found(self, stage: StageView) -> None:
        """A stage was done before this run."""

    @abstractmethod
    def start(self, stage: str) -> None:
        """A stage starts."""

    @abstractmethod
    def step(self, progress: JobProgress) -> None:
        """The running stage got on."""

    @abstractmethod
    def end(self, stage: str, seconds: float) -> None:
        """The running stage is done."""


class _Lines(_Display):
    """A line when a stage ends, and one every few seconds until then."""

    def found(self, stage: StageView) -> None:
        self.console.print(f"{title_of(stage.stage)}: kept from before")

    def start(self, stage: str) -> None:
        self._next_line = time.monotonic() + _SECONDS_BETWEEN_LINES

    def step(self, progress: JobProgress) -> None:
        if progress.done != progress.total and time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + _SECONDS_BETWEEN_LINES
            parts = [count_text(progress), *timing_texts(progress)]
            self.console.print(f"{title_of(progress.stage)}: {', '.join(parts)}")

    def end(self, stage: str, seconds: float) -> None:
        self.console.print(f"{title_of(stage)}: done in {duration(seconds)}")


class _Bars(_Display):
    """One bar a stage."""

    def __init__(self, console: Console, now: Callable[[], Iterable[StageView]]) -> None:
        super().__init__(console, now)
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description:<9}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[note]}", style="dim"),
            console=console,
        )
        self._task = TaskID(0)

    def __enter__(self) -> _Display:
        self._bars.start()
        return self

    def __exit__(self, error: object, *rest: object) -> None:
        super().__exit__(error, *rest)
        self._bars.stop()

    def found(self, stage: StageView) -> None:
        task = self._bars.add_task(title_of(stage.stage), total=1, note="kept from before")
        self._bars.update(task, completed=1)

    def start(self, stage: str) -> None:
        self._task = self._bars.add_task(title_of(stage), total=None, note="")

    def step(self, progress: JobProgress) -> None:
        note = " · ".join([count_text(progress), *timing_texts(progress)])
        self._bars.update(self._task, completed=progress.done, total=progress.total or None, note=note)

    def end(self, stage: str, seconds: float) -> None:
        self._bars.update(self._task, completed=1, total=1, note=f"done in {duration(seconds)}")


def count_text(progress: JobProgress) -> str:
    """How much is done, such as "120/512 tiles"."""
    total = f"/{progress.total:,}" if progress.total else ""
    return f"{progress.done:,}{total} {progress.unit}"


def timing_texts(progress: JobProgress) -> list[str]:
    """The rate and the time left, as far as they are known."""
    texts = []
    if progress.rate:
        digits = 0 if progress.rate >= 10 else 1
        texts.append(f"{progress.rate:,.{digits}f} {progress.unit}/s")
    if progress.left is not None:
        texts.append(progress.left)
    return texts
