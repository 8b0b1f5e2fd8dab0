"""The kernel over training: what is kept is what the analysis would have, and a sample's replay of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    KernelSettings,
    LearningSettings,
    NotFoundError,
    Relation,
)
from lpntk.kernels.summary.agreement import neighbour_recall, seeded_pairs
from lpntk.pipeline.experiments.kernel_over_training import read_checkpoints
from lpntk.pipeline.experiments.over_training import latest, over_training
from lpntk.pipeline.results import files, samples, tasks
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.experiments import submit, units_of


def run(workspace: Workspace, checkpoints: str = "1,best") -> int:
    task_id = submit(workspace, "kernel-over-training", checkpoints=checkpoints)
    workspace.run_task(task_id)
    return task_id


def test_at_the_best_checkpoint_it_is_the_analysed_kernel(finished: Workspace) -> None:
    task_id = run(finished)

    units = units_of(finished, task_id)
    assert units["training"]["reproduced"] is True
    [best] = [name for name, unit in units.items() if unit.get("best")]
    with finished.results(1) as results:
        matrix = files.kernel_matrix(results).astype(np.float64)
        norms = np.sqrt(np.diag(matrix))
        c = matrix / norms[:, None] / norms
        rows, pairs = seeded_pairs(200, 20_000, 200, results.request.seed)
        kept = tasks.array(results, task_id, f"{best}/pairs")
        np.testing.assert_allclose(kept, c[rows[pairs[:, 0]], pairs[:, 1]], atol=1e-5)
        assert units[best]["histogram"] == samples.histogram(results).tolist()
        index = int(results.indices[7])
        own = samples.sample(results, index, 10)
        [there] = [one for one in over_training(results, index).checkpoints if one.best]
        assert there.self_kernel == pytest.approx(matrix[7, 7], rel=1e-5)
        for relation in Relation:
            assert there.neighbours[relation] == own.neighbours[relation]


def test_consecutive_checkpoints_are_correlated_over_the_same_pairs(finished: Workspace) -> None:
    task_id = run(finished, "1,2")

    units = units_of(finished, task_id)
    with finished.results(1) as results:
        first, second = (tasks.array(results, task_id, f"epoch-{epoch}/pairs") for epoch in (1, 2))
    assert units["epoch-1"]["pearson"] is None
    assert units["epoch-2"]["pearson"] == pytest.approx(np.corrcoef(first, second)[0, 1], abs=1e-6)
    assert units["seeds"]["chance"] == pytest.approx(10 / 199)
    assert 0 < units["seeds"]["recall"] <= 1


def test_another_seed_is_another_training(tmp_path: Path) -> None:
    """What is compared are the neighbours of two analyses that differ by their seed alone."""
    request = AnalysisRequest(DataSettings("digits", limit=100), LearningSettings(epochs=2), seed=4)
    url, analysis_id = finished_analysis(tmp_path, request)
    with Workspace.open(url) as workspace:
        task_id = submit(workspace, "kernel-over-training", checkpoints="best")
        workspace.run_task(task_id)
        units = units_of(workspace, task_id)
        [best] = [name for name, unit in units.items() if unit.get("best")]
        with workspace.results(analysis_id) as results:
            mine = tasks.array(results, task_id, f"{best}/interchangeable/rows")
    assert mine.shape == (100, 10)
    assert neighbour_recall(mine, mine) == 1
    assert units["seeds"]["recall"] < 1


def test_of_a_sketch_the_kernel_is_a_sketch(tmp_path: Path) -> None:
    kernel = KernelSettings(method="sketch", sketch_width=256)
    request = AnalysisRequest(DataSettings("digits", limit=100), LearningSettings(epochs=2), kernel)
    url, analysis_id = finished_analysis(tmp_path, request)
    with Workspace.open(url) as workspace:
        run(workspace)
        with workspace.results(analysis_id) as results:
            found = over_training(results, int(results.indices[0]))
    assert [one.epoch for one in found.checkpoints] == sorted(one.epoch for one in found.checkpoints)
    for one in found.checkpoints:
        assert all(len(neighbours) == 10 for neighbours in one.neighbours.values())


def test_a_sample_has_no_replay_before_somebody_has_looked(finished: Workspace) -> None:
    with finished.results(1) as results:
        assert latest(results) is None
        with pytest.raises(NotFoundError, match="run the experiment kernel-over-training"):
            over_training(results, int(results.indices[0]))
        with pytest.raises(NotFoundError, match="no sample 99999"):
            over_training(results, 99999)


def test_checkpoints_are_read_once_each_in_their_order() -> None:
    assert read_checkpoints(" 5, 1,best ,5") == [1, 5, "best"]
    assert read_checkpoints("best", 3) == ["best"]
