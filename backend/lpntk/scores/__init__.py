"""Per-sample scores: one number a sample, each in a file of its own, found by being there.

A score is a pure function of what is known of samples (`Known`), row by row, so that one sample's is had
without the others'. It says what it `needs` of that, and is left out where that is not there. It appears in
the API, the command line, the table, the sort list and the map's colours by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator

from lpntk.scores.base import Group, Known, Score

__all__ = ["SCORES", "Group", "Known", "Score", "scores_of"]


def _found() -> Iterator[Score]:
    for module in pkgutil.iter_modules(__path__):
        values = vars(importlib.import_module(f"{__name__}.{module.name}")).values()
        yield from (value for value in values if isinstance(value, Score))


def _place(score: Score) -> tuple[int, str]:
    return list(Group).index(score.group), score.title.casefold()


SCORES: dict[str, Score] = {score.name: score for score in sorted(_found(), key=_place)}
"""All scores by name, group by group, in the order of their titles."""


def scores_of(there: Collection[str]) -> dict[str, Score]:
    """The scores that can be computed where these properties of `Known` are there, by name."""
    return {name: score for name, score in SCORES.items() if set(score.needs) <= set(there)}
