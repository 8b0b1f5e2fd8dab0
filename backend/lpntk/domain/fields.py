"""What the columns of a table are whose rows are samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One column.

    Attributes
    ----------
    name
        Its heading.
    categories
        Its values, of which a row has one, in order; empty where its values are numbers.
    later
        More values, of rows that were added later: to a classifier, which was made before, such a row has
        none.
    """

    name: str
    categories: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """All its values, in the order in which rows number them."""
        return self.categories + self.later

    @property
    def width(self) -> int:
        """How many numbers of a classifier's input it becomes: a number is one, a category one of several."""
        return len(self.categories) or 1


def read_alike(fields: Sequence[Field], others: Sequence[Field]) -> bool:
    """Whether rows of either are the same to a classifier."""
    return [(one.name, one.categories) for one in fields] == [(one.name, one.categories) for one in others]


def total_width(fields: Sequence[Field]) -> int:
    """How many numbers a row is to a classifier."""
    return sum(field.width for field in fields)
