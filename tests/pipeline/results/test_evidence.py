"""Evidence and forecasts of a finished analysis, against the regression solved anew."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import InputError, NotFoundError
from lpntk.domain.forecast import Forecast
from lpntk.domain.left_out import left_out_margins
from lpntk.pipeline.results.evidence import of_sample
from lpntk.pipeline.results.forecast import forecast
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.store import checkpoints, evidence
from support.leave_out import predicted_without


def test_the_weights_sum_to_the_prediction(finished: Workspace) -> None:
    with finished.results(1) as results:
        indices, labels = results.indices.tolist(), results.labels
        for row in (0, 57, 199):
            view = of_sample(results, indices[row], 200)
            assert view.given == labels[row] != view.suggested
            # q_k is the support of class k less a K-th of all.
            np.testing.assert_allclose(view.support - view.support.sum() / 10, view.prediction, atol=1e-4)
            assert view.margin == pytest.approx(
                float(left_out_margins(view.prediction[None], labels[row : row + 1])[0])
            )
            assert view.prediction.argmax() == (view.suggested if view.margin > 0 else view.given)
            for part, label in zip(view.classes, (view.suggested, view.given), strict=True):
                weights = [witness.weight for witness in part.evidence]
                assert part.label == label
                assert weights == sorted(weights, reverse=True)
                assert all(weight > 0 for weight in weights)
                assert all(labels[indices.index(witness.index)] == label for witness in part.evidence)
                assert indices[row] not in [witness.index for witness in part.evidence]
            assert of_sample(results, indices[row], 1).classes[0].evidence == view.classes[0].evidence[:1]


def test_there_is_no_evidence_of_a_sample_that_is_none(finished: Workspace) -> None:
    with finished.results(1) as results, pytest.raises(NotFoundError, match="There is no sample 99999"):
        of_sample(results, 99_999, 3)


def anew(results: Results, gone: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the regression says of the held-out samples once some are gone, and their rows."""
    features = results.features().astype(np.float64)
    held = np.flatnonzero(checkpoints.validation(results.session, results.checkpoint_id))
    learnt = np.setdiff1d(np.arange(len(labels)), np.union1d(held, gone))
    ridge = evidence.get(results.session, results.id).ridge
    return predicted_without(features @ features.T, labels, 10, ridge, learnt, held).argmax(axis=1), held


@pytest.mark.parametrize("count", [1, 30, 150])
def test_a_forecast_is_solving_anew(finished: Workspace, count: int) -> None:
    with finished.results(1) as results:
        gone = np.random.default_rng(count).permutation(200)[:count]
        labels, indices = results.labels, results.indices
        before, held = anew(results, np.empty(0, dtype=np.int64), labels)
        after, _ = anew(results, gone, labels)

        found = forecast(results, indices[gone].tolist())

    truth = labels[held]
    assert found.held_out == "validation"
    assert found.samples == len(held)
    assert found.before == pytest.approx((before == truth).mean())
    assert found.after == pytest.approx((after == truth).mean())
    assert found.removed == len(np.setdiff1d(gone, held))
    assert {(one.index, one.before, one.after) for one in found.turned} == {
        (int(indices[held[at]]), int(before[at]), int(after[at])) for at in np.flatnonzero(before != after)
    }
    assert found.gained - found.lost == round((found.after - found.before) * len(held))
    assert sum(one.samples for one in found.classes) == len(held)
    assert "nothing was retrained" in found.note


def test_a_forecast_with_other_labels_is_solving_anew(finished: Workspace) -> None:
    with finished.results(1) as results:
        rows = np.arange(0, 60)
        labels = results.labels.copy()
        labels[rows] = (labels[rows] + 1) % 10
        after, held = anew(results, np.empty(0, dtype=np.int64), labels)

        relabel = dict(zip(results.indices[rows].tolist(), labels[rows].tolist(), strict=True))
        found = forecast(results, relabel=relabel)

    assert found.after == pytest.approx((after == labels[held]).mean())
    assert found.relabelled == len(np.setdiff1d(rows, held))
    assert found.removed == 0


def test_what_is_held_out_judges_though_it_is_to_go(finished: Workspace) -> None:
    with finished.results(1) as results:
        held = np.flatnonzero(checkpoints.validation(results.session, results.checkpoint_id))
        found = forecast(results, results.indices[held[:5]].tolist(), {int(results.indices[held[6]]): 0})

    assert (found.removed, found.relabelled, found.samples) == (0, 0, len(held))
    assert found.held_out_changed in (5, 6)
    assert f"Of the samples that change {found.held_out_changed} are held out" in found.note


def test_nothing_changed_changes_nothing(finished: Workspace) -> None:
    with finished.results(1) as results:
        found = forecast(results)

    assert (found.before, found.turned, found.removed, found.relabelled) == (found.after, (), 0, 0)
    assert "No prediction becomes right or wrong" in found.note


def test_what_cannot_be_forecast_is_said(finished: Workspace) -> None:
    with finished.results(1) as results:
        everyone, first = results.indices.tolist(), int(results.indices[0])
        with pytest.raises(InputError, match="Nothing would stay to learn from"):
            forecast(results, everyone)
        with pytest.raises(
            InputError, match=f"Sample {first} cannot get the label 10: labels go from 0 to 9"
        ):
            forecast(results, relabel={first: 10})
        with pytest.raises(NotFoundError, match="There is no sample 99999"):
            forecast(results, [99_999])


@pytest.mark.parametrize(
    ("gained", "lost", "ending"),
    [(0, 0, "becomes right or wrong."), (5, 3, "chance would do."), (20, 3, "more than chance would do.")],
)
def test_the_note_says_what_chance_would_do(gained: int, lost: int, ending: str) -> None:
    found = Forecast("test", 100, 0.5, 0.6, 0.7, 10, 0, 0, (), gained, lost, ())

    assert found.note.endswith(ending)
    assert ("no more than" in found.note) == ((gained, lost) == (5, 3))
