"""One sample and its neighbours: what a click opens."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer


class NeighbourOut(Answer):
    """A neighbour: its index, label and similarity in [-1, 1] to the sample that was asked about."""

    index: int
    label: int
    similarity: float


class NeighboursOut(Answer):
    """The neighbours by relation, the strongest first."""

    interchangeable: list[NeighbourOut]
    unrelated: list[NeighbourOut]
    contradictory: list[NeighbourOut]


class SampleOut(Answer):
    """One sample.

    `scores` holds every score that the analysis has, by its name; null where it is not known, 1 and 0 for yes
    and no. `histogram` counts the samples that it was compared with, by similarity in equal bins over
    [-1, 1]: all others, but for a sketch of many. `class_means` is the mean similarity to the other samples
    of each class, null where there are none. `exact` says whether the neighbours are ranked by the kernel
    itself, not by its sketch; `can_be_ranked` that they are not yet, and could be.
    """

    index: int
    label: int
    predicted: int
    head: int
    head_similarity: float | None
    location: str | None
    scores: dict[str, float | None]
    neighbours: NeighboursOut
    histogram: list[int]
    class_means: list[float | None]
    exact: bool
    can_be_ranked: bool
