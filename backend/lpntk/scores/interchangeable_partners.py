"""How many other samples are interchangeable with one."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from lpntk.domain import RULES, Relation
from lpntk.scores.base import Group, Known, Score
from lpntk.scores.partners import NEEDS, partners

_THRESHOLD = RULES[Relation.INTERCHANGEABLE].threshold


def interchangeable_partners(known: Known) -> NDArray[Any]:
    """(n,) float64: counted, or estimated where a sketch compared a sample with some others only."""
    return partners(known, Relation.INTERCHANGEABLE, known.interchangeable)


INTERCHANGEABLE_PARTNERS = Score(
    name="interchangeable_partners",
    title="Interchangeable partners",
    help=f"How many others teach the same, c at least {_THRESHOLD:g}: many for the redundant.",
    of=interchangeable_partners,
    needs=("interchangeable", *NEEDS),
    group=Group.SIMILARITY,
    unit="samples",
)
