"""Two analyses of the same samples beside each other."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer
from lpntk.api.schemas.sample import NeighbourOut
from lpntk.pipeline.results.compare import Comparison, SharedSet


class SharedSetOut(Answer):
    """How many samples each analysis chooses, and how many both do.

    `overlap` is the share of those that one chooses that the other does, too, and `expected` what it would
    be, about, of as many at random.
    """

    first: int
    second: int
    both: int
    overlap: float
    expected: float


class ChangedNeighboursOut(Answer):
    """A sample, its label in each analysis, how far they agree on its nearest, and both lists."""

    index: int
    labels: list[int]
    overlap: float
    first: list[NeighbourOut]
    second: list[NeighbourOut]


class AnalysesComparedOut(Answer):
    """Two analyses of the same samples.

    `spearman` and `pearson` are the correlation of c over `pairs` pairs, always the same; null where a kernel
    is not stored pair by pair, and `by_sketch` numbers those of the two whose c is a sketch's. Of the
    `nearest` most similar of each sample in one analysis `overlap` is the share that is among as many in the
    other, too, on average, and `expected` about what chance would do; `changed` are those on whose nearest
    they agree least. `issues` are the most suspicious twentieth. `plans` says what a strategy drops, where
    one was named. `scores` holds Spearman's correlation of each score that both have, null where one does not
    vary. `words` says it in sentences.
    """

    analyses: list[int]
    names: list[str]
    samples: int
    pairs: int
    spearman: float | None
    pearson: float | None
    by_sketch: list[int]
    nearest: int
    overlap: float
    expected: float
    changed: list[ChangedNeighboursOut]
    issues: SharedSetOut
    plans: SharedSetOut | None
    scores: dict[str, float | None]
    words: str


def comparison_out(found: Comparison, plans: SharedSet | None) -> AnalysesComparedOut:
    """The answer for a comparison."""
    return AnalysesComparedOut.of(
        found,
        samples=len(found.index),
        plans=None if plans is None else SharedSetOut.of(plans),
        scores=found.scores,
        words=found.words,
    )
