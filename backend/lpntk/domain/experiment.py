"""What became of a claim when it was put to the test on somebody's own data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None


class Verdict(StrEnum):
    """Whether a claim was seen to hold."""

    SEEN = "seen"
    NOT_SEEN = "not seen"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class ExperimentResult:
    """What an experiment comes to.

    Attributes
    ----------
    columns, rows
        A table: a heading a column, and a cell a column in each row; None where there is no number.
    verdict, sentence
        Whether the claim was seen, and why that is said.
    notes
        What a person should know beside it, a sentence each.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    verdict: Verdict
    sentence: str
    notes: tuple[str, ...] = ()
