"""How many other samples are contradictory with one."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from lpntk.domain import RULES, Relation
from lpntk.scores.base import Group, Known, Score
from lpntk.scores.partners import NEEDS, partners

_THRESHOLD = RULES[Relation.CONTRADICTORY].threshold


def contradictory_partners(known: Known) -> NDArray[Any]:
    """(n,) float64: counted, or estimated where a sketch compared a sample with some others only."""
    return partners(known, Relation.CONTRADICTORY, known.contradictory)


CONTRADICTORY_PARTNERS = Score(
    name="contradictory_partners",
    title="Contradictory partners",
    help=f"How many others it works against, c at most {_THRESHOLD:g}: many for odd and mislabelled ones.",
    of=contradictory_partners,
    needs=("contradictory", *NEEDS),
    group=Group.SIMILARITY,
    unit="samples",
    suspicious="high",
)
