"""From the rows of stored results to samples by index."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import NotFoundError, Relation
from lpntk.pipeline.views import ClusterView, NeighbourView, SampleTable, SampleView
from lpntk.store import checkpoints, datasets, kernels, structure
from lpntk.store.analyses import AnalysisRecord

ExactNeighbours = Mapping[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]


@dataclass(frozen=True)
class Finished:
    """A finished analysis: its record and the numbers of what it is made of."""

    analysis_id: int
    dataset_id: int
    checkpoint_id: int
    is_sketched: bool

    @classmethod
    def of(cls, record: AnalysisRecord) -> Finished:
        """The numbers of a record that has them all."""
        if record.dataset_id is None or record.checkpoint_id is None:
            raise ValueError(f"analysis {record.id} is not finished")
        is_sketched = record.request.kernel.method == "sketch"
        return cls(record.id, record.dataset_id, record.checkpoint_id, is_sketched)


def table(session: Session, of: Finished) -> SampleTable:
    """Every sample, column by column."""
    label = datasets.labels(session, of.dataset_id)
    index = datasets.indices(session, of.dataset_id)
    clustering = structure.clustering(session, of.analysis_id)
    places = structure.places(session, of.analysis_id)
    class_means = kernels.summary_array(session, of.analysis_id, "class_means")
    predicted, confidence = checkpoints.predictions(session, of.checkpoint_id)
    return SampleTable(
        index=index,
        label=label,
        head=index[clustering.heads[clustering.assignment]],
        head_similarity=clustering.similarity,
        x=places[:, 0],
        y=places[:, 1],
        self_kernel=kernels.summary_array(session, of.analysis_id, "self_kernel"),
        own_class_mean=class_means[np.arange(len(label)), label],
        self_max=kernels.summary_array(session, of.analysis_id, "self_max"),
        predicted=predicted,
        confidence=confidence,
    )


def clusters(session: Session, of: Finished) -> list[ClusterView]:
    """The clusters, the largest first (ties: the lower head)."""
    labels = datasets.labels(session, of.dataset_id)
    indices = datasets.indices(session, of.dataset_id)
    clustering = structure.clustering(session, of.analysis_id)
    views = []
    for head, rows in zip(clustering.heads.tolist(), clustering.groups(), strict=True):
        members = tuple(indices[rows].tolist())
        views.append(ClusterView(int(indices[head]), int(labels[head]), len(members), members))
    return sorted(views, key=lambda view: (-view.size, view.head))


def row_of(session: Session, of: Finished, index: int) -> int:
    """The row of a sample. NotFoundError."""
    return _row(datasets.indices(session, of.dataset_id), index, of.analysis_id)


def sample(
    session: Session, of: Finished, index: int, k: int, exact: ExactNeighbours | None = None
) -> SampleView:
    """One sample with at most `k` neighbours of each relation. NotFoundError.

    `exact` stands in for the neighbours that a sketch found.
    """
    indices = datasets.indices(session, of.dataset_id)
    labels = datasets.labels(session, of.dataset_id)
    row = _row(indices, index, of.analysis_id)
    summary = kernels.sample_summary(session, of.analysis_id, row)
    membership = structure.membership(session, of.analysis_id, row)
    predicted, confidence = checkpoints.prediction(session, of.checkpoint_id, row)

    def neighbours(relation: Relation) -> tuple[NeighbourView, ...]:
        rows, similarity = (exact or summary.neighbours)[relation]
        found = zip(indices[rows[:k]].tolist(), labels[rows[:k]].tolist(), similarity.tolist(), strict=False)
        return tuple(NeighbourView(*neighbour) for neighbour in found)

    return SampleView(
        index=index,
        label=int(labels[row]),
        predicted=predicted,
        confidence=confidence,
        self_kernel=summary.self_kernel,
        self_max=summary.self_max,
        head=int(indices[membership.head]),
        head_similarity=membership.similarity,
        location=datasets.location(session, of.dataset_id, index),
        neighbours={relation: neighbours(relation) for relation in Relation},
        histogram=summary.histogram,
        class_means=summary.class_means,
        exact=exact is not None or not of.is_sketched,
    )


def histogram(session: Session, of: Finished) -> NDArray[np.int64]:
    """(HISTOGRAM_BINS,) int64: the sum over the samples."""
    return kernels.summary_array(session, of.analysis_id, "histogram").sum(axis=0)


def class_means(session: Session, of: Finished) -> NDArray[np.float32]:
    """(K, K) float32: the mean over the samples of each class (axis 0); NaN where there are none."""
    labels = datasets.labels(session, of.dataset_id)
    means = kernels.summary_array(session, of.analysis_id, "class_means")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing, which is NaN as it should be
        return np.stack([np.nanmean(means[labels == label], axis=0) for label in range(means.shape[1])])


def picture(session: Session, dataset_id: int, index: int) -> bytes:
    """The PNG of one sample. NotFoundError."""
    found = datasets.thumbnail(session, dataset_id, index)
    if found is None:
        raise NotFoundError(f"There is no picture of a sample {index} in data set {dataset_id}.")
    return found


def _row(indices: NDArray[np.int64], index: int, analysis_id: int) -> int:
    row = int(np.searchsorted(indices, index))
    if row < len(indices) and indices[row] == index:
        return row
    some = ", ".join(map(str, indices[:5].tolist()))
    raise NotFoundError(
        f"There is no sample {index} in analysis {analysis_id}: its {len(indices):,} samples have indices"
        f" from {indices[0]} to {indices[-1]}, such as {some}."
    )
