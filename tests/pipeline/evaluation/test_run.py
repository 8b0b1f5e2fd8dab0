"""Evaluations: what they come to, that they go on where they stopped, and what they will take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, Cancelled, DataSettings, JobState, LearningSettings
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList
from lpntk.pipeline.evaluation import bench
from lpntk.pipeline.results import evaluations, outlook
from lpntk.pipeline.workspace import Workspace
from support import data
from support.analyses import finished_analysis

SMALL = EvaluationRequest.of(["average-low"], [0.5], seeds=2, schedules=["updates", "epochs"])
TESTED = AnalysisRequest(
    DataSettings("digits", limit=60), LearningSettings("mlp", test="digits", epochs=1), name="Tested"
)


def view(workspace, task_id):
    with workspace.results(1) as results:
        return evaluations.get(results, task_id)


@pytest.fixture
def done(finished):
    task_id = finished.evaluate(1, SMALL)
    finished.run_task(task_id)
    return view(finished, task_id)


def test_every_arm_share_seed_and_schedule_is_a_training(done):
    assert done.task.state is JobState.DONE
    assert len(done.units) == done.trainings == 2 * (1 + 2 * 2)
    assert [unit.seed for unit in done.units] == [0] * 5 + [1] * 5, "seed by seed"
    assert {(one.arm, one.schedule) for one in done.summaries} == {
        (arm, schedule) for arm in ("full", "random", "average-low") for schedule in ("updates", "epochs")
    }


def test_what_training_held_out_judges_and_is_trained_on_by_nobody(done):
    assert (done.judged.held_out, done.judged.test_samples, done.judged.samples) == ("validation", 20, 180)
    full, random = done.units[0], done.units[1]
    assert (full.kept, random.kept) == (180, 90)
    assert (full.updates, random.updates, done.units[2].updates) == (4, 4, 2)
    assert "the 20 samples that training held out" in done.note
    assert "no more than guessing" in done.note, "two epochs are too few"


def test_a_strategy_and_random_start_from_the_same_weights_and_are_compared_seed_by_seed(done):
    comparison = next(one for one in done.summaries if one.arm == "average-low").against_random
    assert comparison.seeds == 2
    assert comparison.verdict == "too few seeds"


class Stop:
    """Stops a task in the middle of its third training."""

    def __init__(self):
        self.trained = 0

    def __call__(self, original):
        def train(trainer, *args, **options):
            self.trained += 1
            if self.trained == 3:
                raise Cancelled("stop")
            return original(trainer, *args, **options)

        return train


def test_trainings_are_kept_and_the_rest_is_done_later(finished, done, monkeypatch):
    finished.delete_task(1, done.id)
    task_id = finished.evaluate(1, SMALL)
    with monkeypatch.context() as patch:
        patch.setattr(bench.Trainer, "train", Stop()(bench.Trainer.train))
        with pytest.raises(Cancelled):
            finished.run_task(task_id)
    stopped = view(finished, task_id)
    assert stopped.task.state is JobState.CANCELLED
    assert stopped.units == done.units[:2]
    assert "2 of 10 trainings are done" in stopped.note
    assert finished.evaluate(1, SMALL) == task_id, "the same again goes on"
    count = Counted(bench.Trainer.train)
    monkeypatch.setattr(bench.Trainer, "train", count.method())
    finished.run_task(task_id)
    assert count.calls == 8
    assert view(finished, task_id).units == done.units


class Counted:
    def __init__(self, original):
        self.original, self.calls = original, 0

    def method(self):
        def train(trainer, *args, **options):
            self.calls += 1
            return self.original(trainer, *args, **options)

        return train


def test_progress_counts_batches_up_to_the_total(finished):
    told = []
    finished.run_task(finished.evaluate(1, SMALL), told.append)
    training = [one for one in told if one.stage == "training"]
    assert training[-1].done == training[-1].total == 2 * (5 + 2 * (5 + 3))
    assert {one.unit for one in training} == {"batches"}


@pytest.fixture
def tested(tmp_path):
    url, _ = finished_analysis(tmp_path, TESTED)
    with Workspace.open(url) as workspace:
        yield workspace


def test_the_test_set_of_the_analysis_judges_where_there_is_one(tested):
    task_id = tested.evaluate(1, EvaluationRequest.of(keeps=[0.5], seeds=1))
    tested.run_task(task_id)
    found = view(tested, task_id)
    assert (found.judged.held_out, found.judged.test_samples, found.judged.samples) == ("test", 1797, 60)
    assert found.units[0].kept == 60
    assert found.judged.seen == 60
    assert "60 of the test samples are among those that are trained on" in found.note


def test_another_test_set_may_be_named(tested, tmp_path):
    images, labels = data.digits()
    with tested.results(1) as results:
        others = np.setdiff1d(np.arange(len(labels)), results.indices)[:70]
    np.savez(tmp_path / "judges.npz", images=images[others], labels=labels[others])
    request = EvaluationRequest.of(keeps=[0.5], seeds=1, test=str(tmp_path / "judges.npz"))
    task_id = tested.evaluate(1, request)
    tested.run_task(task_id)
    judged = view(tested, task_id).judged
    assert (judged.test_samples, judged.seen) == (70, 0)


def test_a_list_from_elsewhere_stands_beside_as_many_random_samples(tested):
    with tested.results(1) as results:
        indices, labels = results.indices, results.labels
    few = np.concatenate([indices[labels == label][:2] for label in range(10)])
    request = EvaluationRequest.of(lists=[IndexList.of("two a class", few)], seeds=1, schedules=["epochs"])
    task_id = tested.evaluate(1, request)
    tested.run_task(task_id)
    found = view(tested, task_id)
    assert [(unit.arm, unit.kept) for unit in found.units] == [
        ("full", 60),
        ("random like two a class", 20),
        ("two a class", 20),
    ]
    with tested.results(1) as results:
        assert evaluations.pairs(results) == [], "nothing of it can be forecast"


def test_where_nothing_was_held_out_a_tenth_is_drawn(tmp_path):
    request = replace(
        TESTED, data=DataSettings("digits", limit=30), learning=LearningSettings("mlp", epochs=1)
    )
    url, _ = finished_analysis(tmp_path, request)
    with Workspace.open(url) as workspace:
        task_id = workspace.evaluate(1, EvaluationRequest.of(keeps=[0.5], seeds=1))
        workspace.run_task(task_id)
        found = view(workspace, task_id)
    assert (found.judged.held_out, found.judged.test_samples, found.judged.samples) == ("drawn", 3, 27)


def test_an_estimate_counts_the_trainings_that_there_will_be(finished, done):
    estimate = finished.estimate_evaluation(1, SMALL)
    assert estimate.trainings == done.trainings
    assert estimate.updates == sum(unit.updates for unit in done.units)
    assert (estimate.samples, estimate.test_samples, estimate.full_updates) == (180, 20, 4)
    assert 0 < estimate.seconds < 60


def test_pairs_are_the_means_of_what_can_be_forecast(finished, done):
    with finished.results(1) as results:
        assert evaluations.pairs(results) == [
            (one.arm, one.keep, one.mean)
            for one in done.summaries
            if one.schedule == "updates" and one.arm != "full"
        ]


def test_what_was_forecast_is_drawn_beside_it(finished, done):
    assert done.forecasts == {}
    with finished.results(1) as results:
        (forecast,) = outlook.outlooks(results, "average-low", [0.5])
        list(outlook.outlooks(results, "average-low", [0.7]))
    found = view(finished, done.id)
    assert found.forecasts == {
        "average-low": {0.5: forecast.accuracy},
        "random": {0.5: pytest.approx(forecast.random.mean)},
    }
    assert "average-low, forecast" in {trace.name for trace in evaluations.figure(found).data}


def test_files_hold_every_training(finished, done):
    with finished.results(1) as results:
        table = evaluations.file(results, done, "csv").decode().splitlines()
        values = evaluations.values(results, done)
    assert len(table) == 1 + len(done.units)
    assert table[0].startswith("arm,keep,seed,schedule,accuracy,samples,kept,updates,diverged,right: 0,")
    assert [one["sentence"] for one in values["summaries"]] == [one.sentence for one in done.summaries]
