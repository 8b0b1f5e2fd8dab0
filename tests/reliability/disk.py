"""A disk that is full at one write after the other: a small file system, or a bound on the size of a file.

A chain goes on with one database and ever more room. Each run that finds too little must say so in one
sentence; the same command with room enough must come to the results of an analysis that nobody disturbed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from reliability.commands import KERNELS, Ended, Form, analyse
from reliability.outcomes import Outcome, Settings, Verdict, shortened
from reliability.results import Undisturbed, difference, taken_home, undisturbed

PAGE = 4096
LARGEST_STEP = 64
ROOM_ENOUGH = 1 << 30
FORM = Form()
AT_THE_END = "disk: results at the end"

Run = Callable[[Form, int], Ended]
"""Runs the command with that much room, in bytes."""


def outcomes(settings: Settings, form: Form = FORM) -> Iterator[Outcome]:
    """Fill disks until there were enough or the time is up."""
    ways = [("file size", _with_bounded_files)]
    if _may_mount():
        ways.append(("file system", _in_file_system))
    left = settings.fills
    for number in settings.numbers():
        if left <= 0:
            return
        way, room = ways[number % len(ways)]
        kernel = KERNELS[number // len(ways) % len(KERNELS)]
        expected = undisturbed(Form(kernel, form.samples, form.epochs))
        for outcome in _chain(settings, number, way, room, expected, left):
            left -= outcome.group != AT_THE_END
            yield outcome


def _chain(
    settings: Settings,
    number: int,
    way: str,
    room: Callable[[], AbstractContextManager[tuple[Path, Run]]],
    expected: Undisturbed,
    fills: int,
) -> Iterator[Outcome]:
    """Run with ever more room, then with enough."""
    chance, did, size = settings.chance(number), f"{way}, {expected.form.kernel}", 0
    with room() as (folder, run):
        for _ in range(fills):
            size += PAGE * chance.randint(1, LARGEST_STEP)
            there = run(expected.form, size)
            if there.status == 0:
                break
            verdict, what = _judged(there)
            yield Outcome(f"disk: {way}", verdict, number, f"{did}, {size // 1024} KiB: {shortened(what)}")
            if settings.time_is_up:
                break
        there = run(expected.form, ROOM_ENOUGH)
        complaint = (
            f"with room enough it ended with status {there.status}: {there.stderr}"
            if there.status
            else difference(taken_home(folder), expected.results)
        )
    yield Outcome.judged(AT_THE_END, number, f"{did}, after {size // 1024} KiB", complaint)


def _judged(run: Ended) -> tuple[Verdict, str]:
    """How a command took it that there was no room."""
    if run.complaint is None and run.refusal is not None:
        return Verdict.REFUSED, run.refusal
    return Verdict.WRONG, run.complaint or f"status {run.status}: {run.stderr}"


@contextmanager
def _in_file_system() -> Iterator[tuple[Path, Run]]:
    """A folder on a file system in memory that is as large as is said."""
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        _mount("-t", "tmpfs", "-o", f"size={PAGE}", "lpntk", place)

        def run(form: Form, room: int) -> Ended:
            _mount("-o", f"remount,size={room}", place)
            return analyse(form, Path(place))

        try:
            yield Path(place), run
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def _with_bounded_files() -> Iterator[tuple[Path, Run]]:
    """A folder in which no file of the command may be larger than is said."""
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        yield Path(place), lambda form, room: analyse(form, Path(place), room)


def _may_mount() -> bool:
    """Whether this process may make file systems."""
    if os.geteuid() != 0:
        return False
    try:
        with _in_file_system():
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
