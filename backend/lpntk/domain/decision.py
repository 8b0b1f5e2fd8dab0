"""What a person made of a sample's label."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What is done with a sample: another label, the label that it has, none of it, or nothing any more."""

    RELABEL = "relabel"
    KEEP = "keep"
    EXCLUDE = "exclude"
    CLEAR = "clear"


@dataclass(frozen=True)
class Decision:
    """An entry in the log of decisions on the samples of a data set, of which the latest counts.

    Attributes
    ----------
    id
        Its number.
    index
        The sample's position in the original data set.
    action
        What is done.
    label
        The class that it is given or keeps; None where it is excluded, or the decision taken back.
    decided_at
        ISO 8601, UTC.
    analysis
        The analysis that was looked at, which may be gone.
    previous
        The entry on the same sample before it; None for the first.
    """

    id: int
    index: int
    action: Action
    label: int | None
    decided_at: str
    analysis: int | None
    previous: int | None
