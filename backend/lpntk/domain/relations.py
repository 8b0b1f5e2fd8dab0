"""What learning one sample does for another, and how that is told from their similarity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar


class Relation(StrEnum):
    """What learning one sample does for another."""

    INTERCHANGEABLE = "interchangeable"
    UNRELATED = "unrelated"
    CONTRADICTORY = "contradictory"


Value = TypeVar("Value")
"""A number, an array of NumPy's or a tensor: what follows works on each of them alike."""


@dataclass(frozen=True)
class RelationRule:
    """When a similarity c counts as a relation: the one place that says so.

    Attributes
    ----------
    relation
        Which.
    title, means
        For people: its name, and what it means in one sentence.
    threshold
        Where it begins. The paper gives no numbers: this is a default that the user moves.
    absolute
        Whether it goes by |c| rather than by c.
    at_least
        Whether that must be at least the threshold, and is stronger the larger it is; if not, at most, and
        stronger the smaller.
    """

    relation: Relation
    title: str
    means: str
    threshold: float
    absolute: bool
    at_least: bool

    def strength(self, similarity: Value) -> Value:
        """How strongly similarities are of this relation: the larger, the more."""
        value: Any = similarity
        if self.absolute:
            value = abs(value)
        return value if self.at_least else -value

    def holds(self, similarity: Any, threshold: float | None = None) -> Any:
        """Whether similarities count as this relation; by the default threshold if none is given."""
        return self.strength(similarity) >= self.strength(self.threshold if threshold is None else threshold)


RULES: dict[Relation, RelationRule] = {
    rule.relation: rule
    for rule in (
        RelationRule(
            Relation.INTERCHANGEABLE,
            "Interchangeable",
            "Learning one teaches the other.",
            threshold=0.8,
            absolute=False,
            at_least=True,
        ),
        RelationRule(
            Relation.UNRELATED,
            "Unrelated",
            "Learning one does nothing for the other.",
            threshold=0.1,
            absolute=True,
            at_least=False,
        ),
        RelationRule(
            Relation.CONTRADICTORY,
            "Contradictory",
            "Learning one unlearns the other.",
            threshold=-0.3,
            absolute=False,
            at_least=False,
        ),
    )
}
