"""What came of each trouble, and how much of it is wanted."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

LONGEST_TOLD = 400


class Verdict(StrEnum):
    """How lpNTK took it."""

    RIGHT = "right"
    REFUSED = "refused"
    WRONG = "wrong"


@dataclass(frozen=True)
class Outcome:
    """One trouble and what came of it.

    Attributes
    ----------
    group
        The row of the table that it is counted in.
    verdict
        How it was taken.
    number
        The case that it belongs to, which `--only` repeats.
    text
        What was done and what came of it; told where that is wrong.
    """

    group: str
    verdict: Verdict
    number: int
    text: str = ""

    @classmethod
    def judged(cls, group: str, number: int, did: str, complaint: str | None) -> Self:
        """Right if there is nothing to complain about."""
        verdict = Verdict.RIGHT if complaint is None else Verdict.WRONG
        return cls(group, verdict, number, f"{did}: {shortened(complaint or 'right')}")


@dataclass(frozen=True)
class Settings:
    """How much of each kind of trouble is tried.

    Attributes
    ----------
    seed
        Decides every choice that is left to chance.
    kills, fills, damages, calls, files
        At most this many signals, full disks, damaged databases, calls and mutated files.
    seconds
        No new case of a kind begins after this time.
    only
        The one case to try; None for all.
    """

    seed: int = 0
    kills: int = 30
    fills: int = 60
    damages: int = 1000
    calls: int = 5000
    files: int = 1000
    seconds: float = float("inf")
    only: int | None = None
    _begun: float = field(default_factory=time.monotonic)

    @property
    def time_is_up(self) -> bool:
        """Whether no new case may begin."""
        return time.monotonic() - self._begun > self.seconds

    def numbers(self, count: int | None = None) -> Iterator[int]:
        """The numbers of the cases that are wanted, until the time is up."""
        every: Iterable[int] = itertools.count() if count is None else range(count)
        for number in every if self.only is None else (self.only,):
            if self.time_is_up:
                return
            yield number

    def chance(self, number: int) -> random.Random:
        """What decides in one case, whatever was tried before it."""
        return random.Random(f"{self.seed}/{number}")


@dataclass
class Counts:
    """A row of the table."""

    tried: int = 0
    right: int = 0
    refused: int = 0
    wrong: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one more."""
        self.tried += 1
        setattr(self, verdict.value, getattr(self, verdict.value) + 1)


def is_sentence(text: str) -> bool:
    """Whether a text is what a person should see of an error: one line that says something."""
    return bool(text.strip()) and "\n" not in text.strip() and "Traceback" not in text and " " in text.strip()


def shortened(text: str) -> str:
    """A text in one line of bearable length; of a long one the end, where a traceback says what it was."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TOLD else f"… {line[-LONGEST_TOLD:]}"
