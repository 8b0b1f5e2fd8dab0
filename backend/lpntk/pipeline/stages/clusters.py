"""The clusters stage: farthest point clustering of the stored matrix."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.pipeline.run import Run
from lpntk.pipeline.stored_matrix import StoredMatrix
from lpntk.store import datasets, structure
from lpntk.structure import farthest_point_clusters


def find_clusters(run: Run) -> None:
    """Cluster each class around its heads."""
    matrix = StoredMatrix(run.database, run.analysis_id, run.request.kernel.memory_budget)
    with run.database.reading() as session:
        labels = datasets.labels(session, run.dataset_id)
    progress = run.progress(Stage.CLUSTERS, "heads")
    clustering = farthest_point_clusters(matrix, labels, run.request.structure.heads, progress)
    with run.writing() as session:
        structure.write_clustering(session, run.analysis_id, clustering)
        run.complete(session, Stage.CLUSTERS)
