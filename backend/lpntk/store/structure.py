"""Farthest points, clusters and the map."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import Clustering, FarthestPoints
from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray

_MAP = "map"
_POINTS = "farthest-points/"


def write_farthest_points(session: Session, analysis_id: int, points: FarthestPoints) -> None:
    """Write the farthest points of an analysis; its data set has the labels."""
    results: dict[str, NDArray[Any]] = {
        "heads": points.heads,
        "starts": points.starts,
        "moves": points.moves.astype(np.int32),
        "similarity": points.similarity,
        "excluded": points.excluded,
    }
    named = {_POINTS + name: array for name, array in results.items()}
    arrays.write(session, AnalysisArray, analysis_id, named)


def farthest_points(session: Session, analysis_id: int, labels: NDArray[np.int64]) -> FarthestPoints:
    """The farthest points of an analysis, whose samples have these labels (N,)."""

    def of(name: str) -> NDArray[Any]:
        return arrays.read(session, AnalysisArray, analysis_id, _POINTS + name)

    return FarthestPoints(
        labels=labels,
        heads=of("heads"),
        starts=of("starts"),
        moves=of("moves").astype(np.int64),
        similarity=of("similarity"),
        excluded=of("excluded"),
    )


def write_clustering(session: Session, analysis_id: int, clustering: Clustering) -> None:
    """Write the clusters of an analysis."""
    results: dict[str, NDArray[Any]] = {
        "clustering/heads": clustering.heads,
        "clustering/assignment": clustering.assignment,
        "clustering/similarity": clustering.similarity,
        "clustering/stopped_early": np.asarray(clustering.stopped_early, dtype=np.int64),
    }
    arrays.write(session, AnalysisArray, analysis_id, results)


def clustering(session: Session, analysis_id: int) -> Clustering:
    """The clusters of an analysis."""

    def of(name: str) -> NDArray[np.int64]:
        return arrays.read(session, AnalysisArray, analysis_id, f"clustering/{name}")

    return Clustering(
        heads=of("heads"),
        assignment=of("assignment"),
        similarity=arrays.read(session, AnalysisArray, analysis_id, "clustering/similarity"),
        stopped_early=tuple(of("stopped_early").tolist()),
    )


def cluster_counts(session: Session, analysis_ids: Collection[int]) -> dict[int, int]:
    """How many clusters some analyses have, of those that have any."""
    return arrays.lengths(session, AnalysisArray, "clustering/heads", analysis_ids)


@dataclass(frozen=True)
class Membership:
    """The row of a sample's head, and the kernel value between the two."""

    head: int
    similarity: float


def membership(session: Session, analysis_id: int, row: int) -> Membership:
    """The cluster of one sample, without reading the others'."""

    def of(name: str, at: int) -> NDArray[np.generic]:
        return arrays.read_row(session, AnalysisArray, analysis_id, f"clustering/{name}", at)

    return Membership(
        head=int(of("heads", int(of("assignment", row)))), similarity=float(of("similarity", row))
    )


def write_map(session: Session, analysis_id: int, places: NDArray[np.float32]) -> None:
    """Write the map: (N, 2) float32."""
    arrays.write(session, AnalysisArray, analysis_id, {_MAP: places})


def places(session: Session, analysis_id: int) -> NDArray[np.float32]:
    """(N, 2) float32: every sample's place on the map."""
    return arrays.read(session, AnalysisArray, analysis_id, _MAP)
