"""A test set of one's own: what the classifier is worth on samples that it has never seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, DataSettings, InputError
from lpntk.pipeline.workspace import Workspace
from lpntk.store import test_sets
from support.data import digits, mnist_root


@pytest.fixture
def request_(tmp_path: Path) -> AnalysisRequest:
    """Of three hundred digits, tested on two hundred others."""
    images, labels = digits()
    np.savez(tmp_path / "train.npz", images=images[:300], labels=labels[:300])
    np.savez(tmp_path / "test.npz", images=images[300:500], labels=labels[300:500])
    return AnalysisRequest.from_settings(
        {
            "source": str(tmp_path / "train.npz"),
            "test": str(tmp_path / "test.npz"),
            "model": "mlp",
            "epochs": 10,
        }
    )


def test_the_accuracy_is_that_of_the_predictions(workspace: Workspace, request_: AnalysisRequest) -> None:
    analysis_id = workspace.submit(request_).id
    workspace.run(analysis_id)

    with workspace.results(analysis_id) as results:
        found = test_sets.get(results.session, analysis_id)
    assert found.labels.tolist() == digits()[1][300:500].tolist()
    assert found.probabilities.shape == (200, 10)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-5)
    accuracy = workspace.analysis(analysis_id).test_accuracy
    assert accuracy == (found.probabilities.argmax(axis=1) == found.labels).mean()
    assert 0.5 < accuracy < 1


def test_a_test_set_does_not_train_again(workspace: Workspace, request_: AnalysisRequest) -> None:
    without = replace(request_, learning=replace(request_.learning, test=None))
    first, second = workspace.submit(without).id, workspace.submit(request_).id
    workspace.run(first)
    workspace.run(second)

    assert first != second
    assert workspace.analysis(first).test_accuracy is None
    assert workspace.analysis(second).test_accuracy is not None
    with workspace.results(first) as one, workspace.results(second) as other:
        assert one.checkpoint_id == other.checkpoint_id


def test_a_split_of_the_named_data_set(workspace: Workspace, tmp_path: Path) -> None:
    request = AnalysisRequest.from_settings(
        {
            "source": "mnist",
            "root": str(mnist_root(tmp_path)),
            "limit": 100,
            "test": "test",
            "model": "mlp",
            "epochs": 1,
        }
    )
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)

    with workspace.results(analysis_id) as results:
        assert len(test_sets.get(results.session, analysis_id).labels) > 300


def test_a_test_set_that_is_not_there_is_refused_at_once(
    workspace: Workspace, request_: AnalysisRequest
) -> None:
    wrong = replace(request_, learning=replace(request_.learning, test="/nowhere/test.npz"))

    with pytest.raises(InputError, match="The test set: There is no folder or file /nowhere") as caught:
        workspace.submit(wrong)
    assert caught.value.field == "test"


def test_a_test_set_of_other_classes_is_refused_before_there_is_an_entry(
    workspace: Workspace, request_: AnalysisRequest, tmp_path: Path
) -> None:
    images, labels = digits()
    few = np.flatnonzero(labels[300:500] < 5) + 300
    np.savez(tmp_path / "test.npz", images=images[few], labels=labels[few])

    with pytest.raises(InputError, match="The test set: test has the classes 0, 1, 2, 3, 4") as caught:
        workspace.submit(request_)
    assert caught.value.field == "test"
    assert workspace.analyses() == []


def test_a_test_set_that_changed_is_a_new_analysis(
    workspace: Workspace, request_: AnalysisRequest, tmp_path: Path
) -> None:
    first = workspace.submit(request_).id
    images, labels = digits()
    np.savez(tmp_path / "test.npz", images=images[500:800], labels=labels[500:800])

    added = workspace.submit(request_)

    assert (added.earlier, added.changed) == (first, (f"the test set {tmp_path / 'test.npz'}",))


def test_additions_are_not_tested_on(workspace: Workspace, request_: AnalysisRequest, tmp_path: Path) -> None:
    base = workspace.submit(request_).id
    workspace.run(base)
    images, labels = digits()
    np.savez(tmp_path / "more.npz", images=images[800:830], labels=labels[800:830])

    extended = workspace.extend(base, DataSettings(str(tmp_path / "more.npz"))).id
    workspace.run(extended)

    assert workspace.analysis(extended).test_accuracy == workspace.analysis(base).test_accuracy
