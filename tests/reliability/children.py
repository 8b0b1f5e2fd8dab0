"""Functions in processes that may crash or hang: that is an answer too."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")

SECONDS_TO_PREPARE = 300


@dataclass(frozen=True)
class Died:
    """What became of a process that gave no answer."""

    reason: str


def in_children(
    prepare: Callable[..., Callable[[Task], Any]],
    arguments: tuple[Any, ...],
    tasks: Iterable[Task],
    *,
    processes: int = 2,
    seconds: float = 60,
) -> Generator[tuple[Task, Any], None, None]:
    """Each task with its result, in the order in which they are ready; `Died` where a process gave none.

    Parameters
    ----------
    prepare, arguments
        What gives the function in each process, so that it is prepared once; both go there by pickle.
    tasks
        What it is called with.
    processes
        How many work side by side.
    seconds
        What takes longer than this hangs.
    """
    waiting = iter(tasks)
    with ExitStack() as stack:

        def hire() -> _Child[Task]:
            return stack.enter_context(closing(_Child[Task](prepare, arguments)))

        children = [hire() for _ in range(processes)]
        while True:
            for child in children:
                if child.is_idle:
                    child.give(waiting)
            busy = [child for child in children if child.is_busy]
            if not busy:
                return
            wait([child.connection for child in busy if not child.is_late(seconds)], timeout=0.2)
            for child in busy:
                found = child.answer(seconds)
                if found is not None:
                    yield found
                if child.is_dead:
                    child.close()
                    children[children.index(child)] = hire()


class _Child(Generic[Task]):
    """One process and the task it has."""

    def __init__(self, prepare: Callable[..., Callable[[Task], Any]], arguments: tuple[Any, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_work, args=(other, prepare, arguments), daemon=True)
        self.process.start()
        other.close()
        self.is_dead = False
        self._task: list[Task] = []
        self._since = time.monotonic()
        self._ready = False

    @property
    def is_idle(self) -> bool:
        return not self._task and not self.is_dead

    @property
    def is_busy(self) -> bool:
        return bool(self._task)

    def is_late(self, seconds: float) -> bool:
        """Whether the task, or what is prepared for it, takes too long."""
        return time.monotonic() - self._since > (seconds if self._ready else SECONDS_TO_PREPARE)

    def give(self, tasks: Iterator[Task]) -> None:
        """Take the next task, if there is one."""
        for task in tasks:
            self._task = [task]
            self._since = time.monotonic()
            self.connection.send(task)
            return

    def answer(self, seconds: float) -> tuple[Task, Any] | None:
        """The task with what came of it; None while it is under way."""
        try:
            if self.connection.poll():
                message = self.connection.recv()
                if not self._ready:
                    self._ready, self._since = True, time.monotonic()
                    return None
                return self._task.pop(), message
        except (EOFError, ConnectionResetError):
            self.is_dead = True
            self.process.join()
            return self._task.pop(), Died(_obituary(self.process.exitcode))
        if self.is_late(seconds):
            self.is_dead = True
            return self._task.pop(), Died(f"it hung for {seconds:g} s")
        return None

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _work(
    connection: Connection, prepare: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]
) -> None:
    function = prepare(*arguments)
    connection.send("ready")
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(function(task))


def _obituary(status: int | None) -> str:
    if status is not None and status < 0:
        return f"the process was ended by signal {-status}"
    return f"the process ended with status {status}"
