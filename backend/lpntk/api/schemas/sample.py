"""One sample and its neighbours: what a click opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from lpntk.api.schemas.base import Answer, floats
from lpntk.domain import Relation
from lpntk.pipeline.views import NeighbourView, SampleView


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

    `histogram` counts the samples that it was compared with, by similarity in equal bins over [-1, 1]: all
    others, but for a sketch of many. `class_means` is the mean similarity to the other samples of each class,
    null where there are none. `exact` says whether the neighbours are ranked by the kernel itself, not by its
    sketch.
    """

    index: int
    label: int
    predicted: int
    confidence: float | None
    self_kernel: float | None
    self_max: bool
    head: int
    head_similarity: float | None
    location: str | None
    neighbours: NeighboursOut
    histogram: list[int]
    class_means: list[float | None]
    exact: bool


def sample_out(view: SampleView) -> SampleOut:
    """The answer for one sample."""
    return SampleOut.model_construct(
        index=view.index,
        label=view.label,
        predicted=view.predicted,
        confidence=view.confidence,
        self_kernel=view.self_kernel,
        self_max=view.self_max,
        head=view.head,
        head_similarity=view.head_similarity,
        location=view.location,
        neighbours=NeighboursOut.model_construct(
            interchangeable=_neighbours(view.neighbours[Relation.INTERCHANGEABLE]),
            unrelated=_neighbours(view.neighbours[Relation.UNRELATED]),
            contradictory=_neighbours(view.neighbours[Relation.CONTRADICTORY]),
        ),
        histogram=view.histogram.tolist(),
        class_means=floats(view.class_means),
        exact=view.exact,
    )


def _neighbours(views: Iterable[NeighbourView]) -> list[NeighbourOut]:
    return [NeighbourOut.model_construct(**asdict(view)) for view in views]
