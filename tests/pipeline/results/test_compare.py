"""Two analyses of the same samples, against what their matrices and columns say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from lpntk.domain import DataSettings, InputError, KernelSettings
from lpntk.pipeline.results import compare, files, label_issues, plans, scores
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from support.analyses import BESIDE, REQUEST, finished_analysis

VECTOR = replace(REQUEST, kernel=KernelSettings("residual"), name="by the residual")
NOISY = replace(REQUEST, data=DataSettings("digits", limit=200, label_noise=0.1), name="noisy")
STREAMED = replace(REQUEST, kernel=KernelSettings(storage_budget=1), name="streamed")
OTHER = replace(REQUEST, data=DataSettings("digits", limit=150), name="fewer")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Analyses 1 to 5: by the sign, by the residual, with flipped and with left-out samples, and streamed."""
    folder: Path = tmp_path_factory.mktemp("compare")
    url, _ = finished_analysis(folder)
    with Workspace.open(url) as workspace:
        for request in (VECTOR, NOISY, STREAMED, OTHER):
            workspace.run(workspace.submit(request).id)
        yield workspace


@pytest.fixture
def both(workspace: Workspace) -> Iterator[tuple[Results, Results]]:
    with workspace.results(1) as first, workspace.results(2) as second:
        yield first, second


def similarity(results: Results) -> NDArray[np.float64]:
    kappa = files.kernel_matrix(results).astype(np.float64)
    length = np.sqrt(kappa.diagonal())
    return kappa / length / length[:, None]


def nearest(c: NDArray[np.float64], row: int) -> set[int]:
    others = np.delete(np.arange(len(c)), row)
    return set(others[np.argsort(-c[row, others], kind="stable")[:10]].tolist())


def test_similarities_are_correlated(both: tuple[Results, Results]) -> None:
    found = compare.compare(*both)
    upper = np.triu_indices(200, 1)
    first, second = (similarity(one)[upper] for one in both)
    assert found.pairs == 19_900
    assert found.spearman == pytest.approx(spearmanr(first, second).statistic, abs=1e-4)
    assert found.pearson == pytest.approx(np.corrcoef(first, second)[0, 1], abs=1e-4)


def test_neighbours_are_compared(both: tuple[Results, Results]) -> None:
    found = compare.compare(*both)
    c = [similarity(one) for one in both]
    for row in range(0, 200, 7):
        one, other = (nearest(matrix, row) for matrix in c)
        assert found.by_sample[row] == pytest.approx(len(one & other) / 10, abs=0.1)
    assert found.overlap == pytest.approx(found.by_sample.mean())
    assert found.expected == pytest.approx(10 / 199)
    least = found.changed[0]
    assert least.overlap == found.by_sample.min()
    assert [sample.overlap for sample in found.changed] == sorted(s.overlap for s in found.changed)
    assert len(found.changed) == 50
    row = int(np.searchsorted(found.index, least.index))
    lists = [{neighbour.index for neighbour in some} for some in (least.first, least.second)]
    assert len(lists[0] & lists[1]) / 10 == pytest.approx(least.overlap)
    assert least.first[0].similarity == pytest.approx(np.delete(c[0][row], row).max(), abs=1e-5)


def test_scores_issues_and_plans_are_compared(both: tuple[Results, Results]) -> None:
    found = compare.compare(*both)
    assert found.scores.keys() == scores.of_all(both[0]).keys()
    assert found.scores["loss"] == pytest.approx(1)
    columns = [scores.column(one, "own_class_mean") for one in both]
    assert found.scores["own_class_mean"] == pytest.approx(spearmanr(*columns).statistic)
    suspicious = [{issue.index for issue in label_issues.label_issues(one, limit=10).issues} for one in both]
    assert (found.issues.first, found.issues.second) == (10, 10)
    assert found.issues.both == len(suspicious[0] & suspicious[1])

    drops = compare.compare_plans(*both, "fpc-largest", 0.7)
    one, other = (set(plans.plan(r, "fpc-largest", 0.7).pruned.tolist()) for r in both)
    assert (drops.first, drops.second, drops.both) == (len(one), len(other), len(one & other))
    assert drops.overlap == pytest.approx(2 * len(one & other) / (len(one) + len(other)))
    assert 0 < drops.expected < 1


def test_of_a_kernel_that_is_not_stored_the_neighbours_are_compared(workspace: Workspace) -> None:
    with workspace.results(1) as first, workspace.results(4) as streamed:
        found = compare.compare(first, streamed)
    assert found.overlap == 1
    assert (found.pairs, found.spearman, found.pearson) == (0, None, None)
    assert found.scores["own_class_mean"] == pytest.approx(1, abs=1e-3)
    assert not found.words.startswith("Between")


def test_what_is_read_from_a_sketch_is_said(workspace: Workspace) -> None:
    beside = workspace.submit(BESIDE).id
    workspace.run(beside)
    with workspace.results(1) as first, workspace.results(beside) as sketched:
        found = compare.compare(first, sketched)
    assert found.by_sketch == (beside,)
    assert found.overlap == 1
    assert found.spearman is not None
    assert 0.4 < found.spearman < 1
    assert f"{found.spearman:.2f}, the similarity of analysis {beside} by a sketch." in found.words


def test_other_labels_of_the_same_samples_are_compared(workspace: Workspace) -> None:
    with workspace.results(1) as first, workspace.results(3) as noisy:
        found = compare.compare(first, noisy)
        changed = np.flatnonzero(first.labels != noisy.labels)
    labels = {sample.index: sample.labels for sample in found.changed}
    assert any(one != other for one, other in labels.values())
    assert len(changed) == 20
    assert f"{found.overlap:.0%} are among the 10 nearest in the other" in found.words


@pytest.mark.parametrize(("second", "sentence"), [(1, "named twice"), (5, "are of different samples")])
def test_what_cannot_be_compared_is_refused(workspace: Workspace, second: int, sentence: str) -> None:
    with workspace.results(1) as one, workspace.results(second) as other:
        with pytest.raises(InputError, match=sentence) as caught:
            compare.compare(one, other)
        assert caught.value.field == "second"
        with pytest.raises(InputError, match=sentence):
            compare.compare_plans(one, other, "random", 0.5)


def test_samples_are_matched_by_their_index(
    both: tuple[Results, Results], monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = replace(both[1].kernel, excluded=(0, 77))
    monkeypatch.setattr(both[1], "kernel", left_out)
    monkeypatch.setattr(both[0], "recall", lambda key, make: make())
    found = compare.compare(*both)
    assert len(found.index) == len(found.by_sample) == 198
    assert set(both[0].indices.tolist()) - set(found.index.tolist()) == set(both[0].indices[[0, 77]].tolist())
