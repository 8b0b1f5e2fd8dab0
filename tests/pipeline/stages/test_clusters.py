"""The clusters stage: the same clusters, wherever the kernel lies, and enough of them for every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import delete

from lpntk.domain import AnalysisRequest, FarthestPoints, KernelSettings, Stage
from lpntk.pipeline.workspace import Workspace
from lpntk.store import datasets, kernels, structure
from lpntk.store.kernel_matrix import StoredMatrix
from lpntk.store.tables import KernelTile
from lpntk.structure import farthest_point_clusters
from support.analyses import REQUEST
from support.interruptions import interrupted, run_to_the_map
from support.reading import Read

TIGHT = "lpntk.pipeline.stages.clusters.STORED_SHARE"


def clustered(workspace: Workspace, request: AnalysisRequest) -> tuple[int, FarthestPoints]:
    """An analysis whose clusters are there, and its farthest points."""
    analysis_id = workspace.submit(request).id
    run_to_the_map(workspace, analysis_id)
    return analysis_id, points_of(workspace, analysis_id)


def points_of(workspace: Workspace, analysis_id: int) -> FarthestPoints:
    with workspace._database.reading() as session:
        return structure.farthest_points(session, analysis_id, labels_of(workspace, analysis_id))


def labels_of(workspace: Workspace, analysis_id: int) -> np.ndarray:
    with workspace._database.reading() as session:
        return datasets.labels(session, workspace.analysis(analysis_id).dataset_id)


def test_clusters_are_those_of_the_whole_matrix(workspace: Workspace) -> None:
    analysis_id, points = clustered(workspace, REQUEST)
    matrix = StoredMatrix(workspace._database.reading, analysis_id, 0).dense()
    for heads in (0.1, 0.5, 1.0, 3):
        expected = farthest_point_clusters(matrix, labels_of(workspace, analysis_id), heads)
        found = points.clustering(heads)
        np.testing.assert_array_equal(found.heads, expected.heads)
        np.testing.assert_array_equal(found.assignment, expected.assignment)
        np.testing.assert_array_equal(found.similarity, expected.similarity)
    with workspace._database.reading() as session:
        stored = structure.clustering(session, analysis_id)
    np.testing.assert_array_equal(stored.heads, points.clustering(REQUEST.structure.heads).heads)


def test_a_matrix_that_does_not_fit_the_memory_gives_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.CLUSTERS, "heads", 4)
    monkeypatch.setattr(TIGHT, 0)
    monkeypatch.setattr("lpntk.pipeline.stages.clusters.ROWS_SHARE", 0)
    run_to_the_map(workspace, analysis_id)
    tight = points_of(workspace, analysis_id)
    monkeypatch.undo()
    _, points = clustered(
        workspace, replace(REQUEST, name="again", structure=replace(REQUEST.structure, heads=0.2))
    )

    for name, array in vars(points).items():
        np.testing.assert_array_equal(getattr(tight, name), array)


def test_clusters_need_no_matrix(workspace: Workspace) -> None:
    kept, points = clustered(workspace, REQUEST)
    streamed, others = clustered(workspace, replace(REQUEST, kernel=KernelSettings(storage_budget=1)))
    with workspace._database.reading() as session:
        assert kernels.get(session, kept).keeps_matrix
        assert not kernels.get(session, streamed).keeps_matrix

    # Sums in another order may differ in their last bits, and so may what is as good as a tie.
    first, second = points.clustering(0.1), others.clustering(0.1)
    assert len(np.intersect1d(first.heads, second.heads)) >= 0.9 * len(first.heads)
    np.testing.assert_allclose(
        np.sort(first.similarity), np.sort(second.similarity), rtol=1e-3, atol=1e-3 * first.similarity.max()
    )


@pytest.mark.parametrize("share", [0.5, 0])
def test_clusters_of_a_sketch_are_those_of_its_products(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(TIGHT, share)
    sketch_of = KernelSettings(method="sketch", sketch_width=64)
    analysis_id, points = clustered(workspace, replace(REQUEST, kernel=sketch_of))
    with workspace._database.reading() as session:
        blocks = range(len(kernels.get(session, analysis_id).blocks))
        sketch = np.concatenate([kernels.sketch_block(session, analysis_id, block) for block in blocks])
    expected = farthest_point_clusters(sketch @ sketch.T, points.labels)
    assert len(np.intersect1d(points.clustering(0.1).heads, expected.heads)) >= 0.9 * len(expected.heads)


@pytest.mark.parametrize("strategy", ["fpc-heads", "fpc-random", "fpc-largest", "self-max", "average-low"])
def test_no_plan_reads_the_matrix(finished: Workspace, strategy: str) -> None:
    with finished._database.writing() as session:
        session.execute(delete(KernelTile))

    plan = Read(finished).plan(1, strategy, 0.3)

    assert len(plan.reasons) == len(plan.pruned)
