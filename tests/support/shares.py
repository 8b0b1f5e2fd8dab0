"""Sainte-Laguë's method as textbooks have it: seat after seat to the class with the largest quotient."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def apportioned(keep: float, sizes: Sequence[int]) -> list[int]:
    """How many of each class stay: one, then seat after seat; of equal quotients the earlier class's wins."""
    total = max(len(sizes), floor(keep * sum(sizes) + 1e-9))
    seats = [1] * len(sizes)
    while sum(seats) < total:
        quotients = [Fraction(size, 2 * seat + 1) for size, seat in zip(sizes, seats, strict=True)]
        seats[quotients.index(max(quotients))] += 1
    return seats
