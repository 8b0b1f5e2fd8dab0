"""What can be taken home, in which files, and what can be drawn: the one list of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FigureKind(StrEnum):
    """The figures of a finished analysis."""

    MAP = "map"
    HISTOGRAM = "histogram"
    CLASS_MEANS = "class-means"
    CLUSTER_SIZES = "cluster-sizes"
    DATA_IQ = "data-iq"
    WITHIN_BETWEEN = "within-between"
    SPECTRUM = "spectrum"
    HEATMAP = "heatmap"


class Theme(StrEnum):
    """The look of a figure."""

    LIGHT = "light"
    DARK = "dark"


class Result(StrEnum):
    """The results of a finished analysis that come as files."""

    REPORT = "report"
    KERNEL = "kernel"
    SUMMARY = "summary"
    CLUSTERS = "clusters"
    SCORES = "scores"
    ATLAS = "atlas"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Export:
    """A result that can be taken home.

    Attributes
    ----------
    result, title
        Which, and what it is called.
    formats
        The endings of its files, the usual one first.
    """

    result: Result
    title: str
    formats: tuple[str, ...]


EXPORTS: dict[Result, Export] = {
    export.result: export
    for export in (
        Export(Result.REPORT, "Report, one file that needs no server", ("html",)),
        Export(Result.KERNEL, "Kernel matrix", ("npy", "npz")),
        Export(Result.SUMMARY, "Neighbours and histograms", ("npz",)),
        Export(Result.CLUSTERS, "Clusters", ("json", "csv")),
        Export(Result.SCORES, "Scores of each sample", ("csv", "json", "npz", "parquet")),
        Export(Result.ATLAS, "Table for Embedding Atlas, with map and neighbours", ("parquet",)),
        Export(Result.PARQUET, "Every column of each sample", ("parquet",)),
    )
}


def exports_with(*, matrix: bool) -> tuple[Result, ...]:
    """The results that an analysis has.

    Parameters
    ----------
    matrix
        Whether it has the kernel matrix.
    """
    return tuple(result for result in EXPORTS if matrix or result is not Result.KERNEL)


PLAN_FORMATS = ("npy", "json", "csv", "txt")
"""The endings of the files of a pruning plan, and of any other index list, the usual one first."""

TABLE_FORMATS = ("csv", "parquet")
"""The endings of tables of columns that a person chose, the usual one first."""


class DecisionFile(StrEnum):
    """What was decided on labels, as files."""

    DECISIONS = "decisions"
    LABELS = "labels"
    EXCLUDED = "excluded"
    KEPT = "kept"


DECISION_FILES: dict[DecisionFile, tuple[str, ...]] = {
    DecisionFile.DECISIONS: ("csv",),
    DecisionFile.LABELS: ("npy", "csv"),
    DecisionFile.EXCLUDED: PLAN_FORMATS,
    DecisionFile.KEPT: PLAN_FORMATS,
}
"""The endings of each one's files, the usual one first."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
"""What a file of a format is to a browser; those that are not here are bytes."""
