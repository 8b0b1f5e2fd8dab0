"""Difficulty and set size on real samples: nested sets, and correlations over the smaller one's samples."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.pipeline.experiments.difficulty_size import _nested
from lpntk.pipeline.results import tasks
from lpntk.pipeline.workspace import Workspace
from support.experiments import submit, units_of


def test_correlations_are_over_the_samples_of_the_smaller_set(finished: Workspace) -> None:
    task_id = submit(finished, "difficulty-size", runs=1, updates=20, points=4)
    finished.run_task(task_id)

    units = units_of(finished, task_id)
    sizes = [unit["size"] for unit in units.values()]
    assert sizes == [16, 4, 1]
    with finished.results(1) as results:
        found = {
            size: tasks.array(results, task_id, f"run-0/size-{size}/difficulty").reshape(10, size)
            for size in sizes
        }
    for smaller, larger in ((1, 4), (1, 16), (4, 16)):
        expected = np.corrcoef(found[smaller].ravel(), found[larger][:, :smaller].ravel())[0, 1]
        assert units[f"run-0/size-{smaller}"]["correlations"][str(larger)] == pytest.approx(
            expected, abs=1e-5
        )


def test_sets_are_nested_and_of_each_class_alike() -> None:
    labels = np.repeat([0, 2, 5], [30, 40, 20])
    rows = _nested(labels, 16, seed=3)
    assert rows.shape == (3, 16)
    np.testing.assert_array_equal(labels[rows], np.repeat([[0], [2], [5]], 16, axis=1))
    assert len(set(rows.ravel().tolist())) == 48
    assert not np.array_equal(rows, _nested(labels, 16, seed=4))


def test_one_size_is_nothing_to_compare(finished: Workspace) -> None:
    task_id = submit(finished, "difficulty-size", largest=2, updates=1)
    finished.run_task(task_id)
    assert {unit["size"] for unit in units_of(finished, task_id).values()} == {1, 2}


def test_classes_of_one_sample_are_refused(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.pipeline.experiments.difficulty_size.sizes", lambda most: [1])
    with pytest.raises(InputError, match="analyse at least 4 of each class"):
        finished.run_task(submit(finished, "difficulty-size"))
