"""Everything that the page of an analysis needs, in one answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.api.schemas.analyses import AnalysisOut, analysis_out
from lpntk.api.schemas.base import Answer, floats
from lpntk.pipeline.views import AnalysisView, ClusterView, SampleTable


class SamplesOut(Answer):
    """All samples, column by column, by ascending index: the n-th entries of all columns are one sample's."""

    index: list[int]
    label: list[int]
    head: list[int]
    head_similarity: list[float | None]
    x: list[float | None]
    y: list[float | None]
    self_kernel: list[float | None]
    own_class_mean: list[float | None]
    self_max: list[bool]
    predicted: list[int]
    confidence: list[float | None]


class ClusterOut(Answer):
    """One cluster: its head's index, label and size, and its members' indices, the head first."""

    head: int
    label: int
    size: int
    members: list[int]


class PageOut(Answer):
    """A finished analysis.

    `histogram` counts the ordered pairs of different samples by similarity, in equal bins over [-1, 1].
    `class_means` holds, for each class (row), the mean similarity of its samples to those of each class
    (column); null where there are none.
    """

    analysis: AnalysisOut
    samples: SamplesOut
    clusters: list[ClusterOut]
    histogram: list[int]
    class_means: list[list[float | None]]


def page_out(
    analysis: AnalysisView,
    samples: SampleTable,
    clusters: Sequence[ClusterView],
    histogram: NDArray[np.int64],
    class_means: NDArray[np.floating],
) -> PageOut:
    """The answer for the page."""
    return PageOut.model_construct(
        analysis=analysis_out(analysis),
        samples=samples_out(samples),
        clusters=[
            ClusterOut.model_construct(
                head=cluster.head, label=cluster.label, size=cluster.size, members=list(cluster.members)
            )
            for cluster in clusters
        ],
        histogram=histogram.tolist(),
        class_means=floats(class_means),
    )


def samples_out(table: SampleTable) -> SamplesOut:
    """The columns of a sample table."""
    return SamplesOut.model_construct(
        index=table.index.tolist(),
        label=table.label.tolist(),
        head=table.head.tolist(),
        head_similarity=floats(table.head_similarity),
        x=floats(table.x),
        y=floats(table.y),
        self_kernel=floats(table.self_kernel),
        own_class_mean=floats(table.own_class_mean),
        self_max=table.self_max.tolist(),
        predicted=table.predicted.tolist(),
        confidence=floats(table.confidence),
    )
