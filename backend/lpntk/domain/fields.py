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
    """

    name: str
    categories: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many numbers of a classifier's input it becomes: a number is one, a category one of several."""
        return len(self.categories) or 1


def total_width(fields: Sequence[Field]) -> int:
    """How many numbers a row is to a classifier."""
    return sum(field.width for field in fields)
