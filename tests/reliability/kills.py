"""Signals at random moments: to the command, to the server, to the server's worker.

A chain goes on with one database: what was killed is started again, killed again, and so on until a run comes
to its end before its moment does; then its results must be those of an analysis that nobody disturbed.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx

from lpntk.domain import LpntkError
from reliability.commands import (
    KERNELS,
    LONGEST_RUN,
    SECONDS_TO_END,
    Ended,
    Form,
    database_url,
    ended,
    started,
)
from reliability.outcomes import Outcome, Settings
from reliability.results import Undisturbed, damage_found, difference, taken_home, undisturbed
from reliability.server import Server, served
from support.workers import is_alive, wait_for

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
# The last moment of a signal, as a share of an undisturbed run: later ones would mostly come too late.
LATEST = 0.8
FORM = Form()


@dataclass(frozen=True)
class Kill:
    """A signal, and how many seconds after the beginning of a run it is sent."""

    signal: signal.Signals
    after: float

    def __str__(self) -> str:
        return f"{self.signal.name} after {self.after:.2f} s"


Killed = tuple[Kill, str | None]
"""A kill that came in time, and what is wrong with how it was taken."""


class StuckError(Exception):
    """A chain that cannot go on, and why."""


_GIVES_UP = (
    StuckError,
    LpntkError,
    httpx.HTTPError,
    OSError,
    RuntimeError,
    AssertionError,
    subprocess.TimeoutExpired,
)


@dataclass
class Chain:
    """One database, and what is done to those who work on it."""

    number: int
    expected: Undisturbed
    folder: Path
    settings: Settings
    kills_left: int
    kills: list[Kill] = field(default_factory=list)
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = self.settings.chance(self.number)

    def next_kill(self) -> Kill | None:
        """What to do to the next run; None if there were enough kills."""
        if len(self.kills) >= self.kills_left or self.settings.time_is_up:
            return None
        return Kill(self._chance.choice(SIGNALS), self._chance.uniform(0, LATEST * self.expected.seconds))


def outcomes(settings: Settings, form: Form = FORM) -> Iterator[Outcome]:
    """Kill until there were enough kills or the time is up."""
    left = settings.kills
    for number in settings.numbers():
        if left <= 0:
            return
        victim, go = VICTIMS[number % len(VICTIMS)]
        kernel = KERNELS[number // len(VICTIMS) % len(KERNELS)]
        expected = undisturbed(Form(kernel, form.samples, form.epochs))
        with TemporaryDirectory(prefix="lpntk-reliability-") as place:
            chain = Chain(number, expected, Path(place), settings, left)
            yield from _judged(chain, victim, go)
        left -= len(chain.kills)


def _judged(chain: Chain, victim: str, go: Callable[[Chain], Iterator[Killed]]) -> Iterator[Outcome]:
    """Each kill of a chain, and at last its results."""
    did = f"{victim}, {chain.expected.form.kernel}"
    try:
        for kill, complaint in go(chain):
            chain.kills.append(kill)
            yield Outcome.judged(f"kills: {victim}", chain.number, f"{did}, {kill}", complaint)
        complaint = difference(taken_home(chain.folder), chain.expected.results)
    except _GIVES_UP as error:
        complaint = f"it did not come to its end: {error}"
    told = ", ".join(map(str, chain.kills)) or "no kill"
    yield Outcome.judged("kills: results at the end", chain.number, f"{did}; {told}", complaint)


def _command(chain: Chain) -> Iterator[Killed]:
    """Kill the command until it comes to its end."""
    while True:
        kill = chain.next_kill()
        with started(*chain.expected.form.options, "--db", database_url(chain.folder)) as process:
            kill, run = _ended_or_killed(process, kill)
        if kill is not None:
            yield kill, run.complaint or damage_found(chain.folder)
        elif run.status:
            raise StuckError(f"a run that nobody killed ended with status {run.status}: {run.stderr}")
        if run.status == 0:
            return


def _ended_or_killed(process: subprocess.Popen[str], kill: Kill | None) -> tuple[Kill | None, Ended]:
    """The kill if it came in time, and how the process ended."""
    try:
        return None, ended(process, LONGEST_RUN if kill is None else kill.after)
    except subprocess.TimeoutExpired:
        if kill is None:
            raise
    process.send_signal(kill.signal)
    return kill, ended(process)


def _server(chain: Chain) -> Iterator[Killed]:
    """Kill the server until a job comes to its end."""
    while True:
        kill = chain.next_kill()
        with served(chain.folder) as server:
            server.ask(chain.expected.form)
            if _comes_to_its_end(server, kill):
                return
            assert kill is not None, "without a kill the job comes to its end or raises"
            workers = server.workers()
            server.process.send_signal(kill.signal)
            run = ended(server.process)
        _wait_until_gone(workers)
        yield kill, run.complaint or damage_found(chain.folder)


def _worker(chain: Chain) -> Iterator[Killed]:
    """Kill a server's worker until a job comes to its end."""
    with served(chain.folder) as server:
        while True:
            kill = chain.next_kill()
            server.ask(chain.expected.form)
            if _comes_to_its_end(server, kill):
                return
            assert kill is not None, "without a kill the job comes to its end or raises"
            for worker in server.workers():
                os.kill(worker, kill.signal)
            if server.wait(SECONDS_TO_END, "failed", "cancelled", "done") is None:
                raise StuckError(f"{SECONDS_TO_END} s after {kill} the job is {server.state()}")
            yield kill, _bad_reason(*server.state()) or damage_found(chain.folder)


def _comes_to_its_end(server: Server, kill: Kill | None) -> bool:
    """Whether a job is done before its kill; a failure that nobody caused is an error."""
    seconds = LONGEST_RUN if kill is None else kill.after
    state = server.wait(seconds, "done", "failed", "cancelled")
    if state in ("failed", "cancelled") or (state is None and kill is None):
        raise StuckError(f"a job that nobody killed is {server.state()}")
    return state == "done"


def _wait_until_gone(workers: list[int]) -> None:
    """Wait until a server's workers have noticed that it is gone; AssertionError if they do not."""
    wait_for(lambda: not any(map(is_alive, workers)), SECONDS_TO_END)


def _bad_reason(state: str, error: str | None) -> str | None:
    """What is wrong with what a job says of its worker's death."""
    if state == "failed" and (error is None or "unexpected" in error):
        return f"the job failed with '{error}'"
    return None


VICTIMS: tuple[tuple[str, Callable[[Chain], Iterator[Killed]]], ...] = (
    ("command", _command),
    ("server", _server),
    ("worker", _worker),
)
