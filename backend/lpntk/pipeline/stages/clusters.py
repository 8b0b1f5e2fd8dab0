"""The clusters stage: the farthest points of each class, and the clusters around the first of them."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.pipeline.class_kernels import ROWS_SHARE, class_kernels
from lpntk.pipeline.run import Run
from lpntk.store import datasets, kernels, structure
from lpntk.structure import farthest_points


def find_clusters(run: Run) -> None:
    """Follow the farthest points of each class to the end, so that pruning asks for no kernel any more."""
    with run.database.reading() as session:
        labels = datasets.labels(session, run.dataset_id)
        diagonal = kernels.diagonal(session, run.analysis_id)
        excluded = kernels.get(session, run.analysis_id).excluded
    with class_kernels(run) as read:
        points = farthest_points(
            read,
            labels,
            diagonal,
            excluded=excluded,
            memory=int(ROWS_SHARE * run.request.kernel.memory_budget),
            progress=run.progress(Stage.CLUSTERS, "heads"),
        )
    clustering = points.clustering(run.request.structure.heads)
    with run.writing() as session:
        structure.write_farthest_points(session, run.analysis_id, points)
        structure.write_clustering(session, run.analysis_id, clustering)
        run.complete(session, Stage.CLUSTERS)
