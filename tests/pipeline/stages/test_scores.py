"""The scores stage: columns that agree with what they are made of, whatever the kernel was computed by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import delete

from lpntk.domain import AnalysisRequest, KernelSettings, LearningSettings, NotFoundError, Stage
from lpntk.domain.left_out import left_out_margins, left_out_probabilities
from lpntk.pipeline.results import figures
from lpntk.pipeline.results import scores as read
from lpntk.pipeline.workspace import Workspace
from lpntk.scores import SCORES, scores_of
from lpntk.store import checkpoints, scores, summaries
from lpntk.store.kernel_matrix import StoredMatrix
from lpntk.store.tables import AnalysisArray
from support.analyses import REQUEST, finished_analysis
from support.interruptions import interrupted
from support.reading import Read
from support.results import Results, results

OF_A_TRAINING = {
    name for name, score in SCORES.items() if any(need.startswith("epoch_") for need in score.needs)
}


@pytest.fixture(autouse=True)
def no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map, whose drawing takes as long as everything else, has no say in scores."""
    places = np.zeros((200, 2), dtype=np.float32)
    monkeypatch.setattr("lpntk.pipeline.stages.map.neighbour_map", lambda *given, **named: places)


def scored(workspace: Workspace, request: AnalysisRequest) -> dict[str, NDArray[np.float32]]:
    """The stored columns of an analysis that is computed here."""
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)
    return columns(workspace, analysis_id)


def columns(workspace: Workspace, analysis_id: int) -> dict[str, NDArray[np.float32]]:
    with workspace._database.reading() as session:
        return scores.columns(session, analysis_id, list(SCORES))


@pytest.fixture
def finished(tmp_path: Path) -> Workspace:
    """With the finished analysis 1 of `REQUEST`."""
    with Workspace.open(finished_analysis(tmp_path)[0]) as workspace:
        yield workspace


def test_columns_are_those_of_the_stored_training(finished: Workspace) -> None:
    with finished.results(1) as made:
        probabilities = checkpoints.trace(made.session, made.checkpoint_id).probabilities
        labels, found = made.labels, read.of_all(made)
    p = probabilities[:, np.arange(200), labels]
    right = probabilities.argmax(axis=2) == labels

    assert found.keys() == SCORES.keys()
    np.testing.assert_allclose(found["mean_confidence"], p.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(found["mean_loss"], -np.log(p).mean(axis=0), rtol=1e-5)
    one_hot = np.eye(10)[labels]
    np.testing.assert_allclose(
        found["el2n"], np.linalg.norm(probabilities - one_hot, axis=2).mean(axis=0), rtol=1e-5
    )
    np.testing.assert_array_equal(found["forgetting_events"] == 2, ~right.any(axis=0))
    median = np.median((p.astype(float) * (1 - p)).mean(axis=0))
    assert ((found["aleatoric_uncertainty"] <= median + 1e-6) | (found["data_iq_group"] == 1)).all()
    assert found["self_max"].dtype == np.bool_


def test_the_nearest_are_those_of_the_whole_matrix(finished: Workspace) -> None:
    with finished.results(1) as made:
        kernel = StoredMatrix(made.reading, 1, 0).dense().astype(np.float64)
        labels, found = made.labels, read.of_all(made)
    length = np.sqrt(kernel.diagonal())
    c = kernel / (length[:, None] * length)
    np.fill_diagonal(c, -np.inf)
    same = labels[:, None] == labels

    np.testing.assert_allclose(found["nearest_same_label"], np.where(same, c, -9).max(axis=1), atol=1e-5)
    np.testing.assert_allclose(found["nearest_other_label"], np.where(~same, c, -9).max(axis=1), atol=1e-5)


def test_the_gradient_of_the_loss_is_the_same_whatever_the_kernel(
    finished: Workspace, workspace: Workspace
) -> None:
    signed = columns(finished, 1)
    residual = scored(workspace, replace(REQUEST, kernel=KernelSettings(label_vector="residual")))
    sketch = KernelSettings(label_vector="residual", method="sketch", sketch_width=64)
    sketched = scored(workspace, replace(REQUEST, kernel=sketch))

    np.testing.assert_allclose(residual["grand"], np.sqrt(10 * residual["self_kernel"]), rtol=1e-5)
    np.testing.assert_allclose(signed["grand"], residual["grand"], rtol=1e-4)
    np.testing.assert_allclose(sketched["grand"], residual["grand"], rtol=1e-4)
    np.testing.assert_allclose(signed["self_influence"], signed["grand"] ** 2, rtol=1e-5)
    assert signed.keys() == residual.keys() == sketched.keys()


def test_without_a_matrix_the_nearest_are_those_of_the_lists(
    finished: Workspace, workspace: Workspace
) -> None:
    exact = columns(finished, 1)
    streamed = scored(workspace, replace(REQUEST, kernel=KernelSettings(storage_budget=1)))

    for name in ("nearest_same_label", "nearest_other_label"):
        known = np.isfinite(streamed[name])
        assert known.any()
        np.testing.assert_allclose(streamed[name][known], exact[name][known], atol=1e-4)
    with finished.results(1) as made:
        lists = made.column("interchangeable/similarity")
    hidden = np.isnan(streamed["nearest_other_label"])
    assert (exact["nearest_other_label"][hidden] <= lists[hidden, -1] + 1e-4).all()


@pytest.mark.parametrize(("unit", "done"), [("epochs", 1), ("tiles", 1), ("samples", 100)])
def test_a_stopped_one_begins_anew(workspace: Workspace, straight: Results, unit: str, done: int) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.SCORES, unit, done)
    assert columns(workspace, analysis_id) == {}

    workspace.run(analysis_id)

    def of_scores(found: Results) -> Results:
        return {key: value for key, value in found.items() if str(key[1]).startswith("scores/")}

    assert of_scores(results(workspace.url, analysis_id)) == of_scores(straight)


def test_left_out_predictions_are_scored_where_there_are_some(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    q = np.random.default_rng(0).normal(0, 0.3, (200, 10)).astype(np.float32)
    monkeypatch.setattr("lpntk.store.evidence.predictions", lambda *given: q)

    found = scored(workspace, REQUEST)

    with workspace.results(1) as made:
        labels = made.labels
    np.testing.assert_array_equal(found["left_out_margin"], left_out_margins(q, labels))
    expected = left_out_probabilities(q)[np.arange(200), labels]
    np.testing.assert_array_equal(found["left_out_probability"], expected)


def test_without_a_training_of_several_epochs_its_scores_are_not_there(workspace: Workspace) -> None:
    found = scored(workspace, replace(REQUEST, learning=LearningSettings(epochs=1)))

    assert found.keys() == SCORES.keys() - OF_A_TRAINING
    with workspace.results(1) as made:
        with pytest.raises(NotFoundError, match=r"has no score 'aum': it is made of .* only one is"):
            read.column(made, "aum")
        with pytest.raises(NotFoundError, match="has no score 'aleatoric_uncertainty'"):
            figures.draw(made, "data-iq")
        assert "How sure the classifier was" not in figures.report(made)
        index = int(made.indices[0])
        assert not OF_A_TRAINING & read_one(workspace, index).keys()


def read_one(workspace: Workspace, index: int) -> dict[str, float]:
    return Read(workspace).sample(1, index).scores


def test_scores_that_are_newer_than_an_analysis_are_made_of_what_it_knew(finished: Workspace) -> None:
    with finished.results(1) as made:
        before = read.of_all(made)
    with finished._database.writing() as session:
        session.execute(delete(AnalysisArray).where(AnalysisArray.name.like("scores/%")))

    with Workspace.open(finished.url) as again, again.results(1) as made:
        found, one = read.of_all(made), read_one(again, int(made.indices[3]))
        with pytest.raises(NotFoundError, match="did not know this score, so analyse again"):
            read.column(made, "grand")

    at_hand = ("labels", "label_probability", "others", *summaries.KNOWN)
    assert found.keys() == one.keys() == scores_of(at_hand).keys()
    for name, column in found.items():
        np.testing.assert_allclose(column, before[name], rtol=1e-6)
        np.testing.assert_allclose(one[name], float(column[3]), rtol=1e-6)
