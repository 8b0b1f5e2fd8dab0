"""Per-sample scores: one number a sample, each in a file of its own, found by being there.

A score is a pure function of what is known of samples (`Known`), row by row, so that one sample's is had
without the others'. It appears in the API, the command line, the table, the sort list and the map's colours
by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from lpntk.scores.base import Known, Score

__all__ = ["SCORES", "Known", "Score"]


def _found() -> Iterator[Score]:
    for module in pkgutil.iter_modules(__path__):
        values = vars(importlib.import_module(f"{__name__}.{module.name}")).values()
        yield from (value for value in values if isinstance(value, Score))


SCORES: dict[str, Score] = {score.name: score for score in sorted(_found(), key=lambda score: score.title)}
"""All scores by name, in the order of their titles."""
