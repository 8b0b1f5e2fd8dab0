"""Forecasts of pruning plans, against the regression solved anew on what each keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings, NotFoundError
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.domain.plan_forecast import Standing
from lpntk.pipeline.results import evaluations, forecasts, outlook, plans
from lpntk.pipeline.results.judges import judges_of
from lpntk.pipeline.results.outlook import outlooks, ranking, retrained
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import STRATEGIES
from lpntk.store import evidence
from lpntk.store.tables import PlanForecastRow
from support.analyses import REQUEST, finished_analysis
from support.leave_out import one_hot

TESTED = AnalysisRequest(
    DataSettings("digits", limit=200), LearningSettings("mlp", epochs=3, test="digits"), name="Tested"
)
ONE_EPOCH = AnalysisRequest(DataSettings("digits", limit=100), LearningSettings("mlp", epochs=1))


@pytest.fixture(params=[REQUEST, TESTED], ids=["validation", "test"])
def results(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Results]:
    url, analysis_id = finished_analysis(tmp_path, request.param)
    with Workspace.open(url) as workspace, workspace.results(analysis_id) as results:
        yield results


def anew(results: Results, kept: np.ndarray) -> float:
    """The share of those who judge that a regression on some samples has right: (indices,) int64."""
    judges = judges_of(results, results.labels)
    rows = np.setdiff1d(np.flatnonzero(np.isin(results.indices, kept)), judges.rows)
    features = results.features()[rows].astype(np.float64)
    ridge = evidence.get(results.session, results.id).ridge
    system = features.T @ features + ridge * np.eye(features.shape[1])
    coefficients = np.linalg.solve(system, features.T @ one_hot(results.labels[rows], 10))
    predicted = (judges.features.astype(np.float64) @ coefficients).argmax(axis=1)
    return float((predicted == judges.labels).mean())


@pytest.mark.parametrize("strategy", ["random", "fpc-largest", "el2n", "by:aum:highest:stratified"])
@pytest.mark.parametrize("most_directly", [outlook.DIRECT_SAMPLES, 0], ids=["directly", "in steps"])
def test_a_forecast_is_solving_anew_on_what_is_kept(
    results: Results, strategy: str, most_directly: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "DIRECT_SAMPLES", most_directly)
    for found in outlooks(results, strategy, [0.8, 0.3], seed=3):
        kept = plans.plan(results, strategy, found.keep, seed=3).kept
        assert found.accuracy == pytest.approx(anew(results, kept), abs=1 / 200)


@pytest.mark.parametrize("strategy", ["random", "average-high"])
def test_many_samples_are_solved_step_by_step_to_the_same_end(
    results: Results, strategy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "DIRECT_SAMPLES", 10)
    for found in outlooks(results, strategy, [0.8, 0.3], seed=3):
        kept = plans.plan(results, strategy, found.keep, seed=3).kept
        assert found.accuracy == pytest.approx(anew(results, kept), abs=1 / 200)


def test_it_is_compared_with_all_samples_and_with_ten_random_plans(results: Results) -> None:
    (found,) = outlooks(results, "average-high", [0.4])
    drawn = [anew(results, plans.plan(results, "random", 0.4, seed).kept) for seed in range(10)]

    assert found.full == pytest.approx(anew(results, results.indices), abs=1 / 200)
    assert found.random.plans == 10
    assert found.random.low == pytest.approx(min(drawn), abs=1 / 200)
    assert found.random.mean == pytest.approx(np.mean(drawn), abs=1 / 200)
    assert found.random.high == pytest.approx(max(drawn), abs=1 / 200)
    assert found.samples == (20 if found.held_out == "validation" else 1797)


def test_what_keeps_everything_is_the_full_set(results: Results) -> None:
    (found,) = outlooks(results, "k-center", [1.0])

    assert found.accuracy == found.full == found.random.low == found.random.high
    assert found.standing is Standing.AS_RANDOM


def test_who_judges_is_never_learnt_from(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[np.ndarray] = []
    solve = outlook.refit_directly

    def watched(features, hat, targets, projected, keeps, *others):
        learnt.append(keeps)
        return solve(features, hat, targets, projected, keeps, *others)

    monkeypatch.setattr(outlook, "refit_directly", watched)
    list(outlooks(results, "hierarchical", [1.0, 0.5]))

    judges = judges_of(results, results.labels).rows
    assert len(learnt) == 2 + 2 * 10
    assert not any(keeps[judges].any() for keeps in learnt)
    assert learnt[0].sum() == 200 - len(judges)


def test_what_was_forecast_is_remembered(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with finished.results(1) as results:
        first = list(outlooks(results, "d2", [0.7, 0.4], seed=2))
    monkeypatch.setattr(outlook, "refit_directly", None)

    with finished.results(1) as results:
        assert list(outlooks(results, "d2", [0.7, 0.4], seed=2)) == first
        assert next(outlooks(results, "random", [0.4], seed=9)).random == first[1].random


def test_a_damaged_forecast_is_made_again(finished: Workspace) -> None:
    with finished.results(1) as results:
        first = list(outlooks(results, "d2", [0.7]))
    with finished._database.writing() as session:
        for row in session.query(PlanForecastRow):
            row.right = 0

    with finished.results(1) as results:
        assert list(outlooks(results, "d2", [0.7])) == first


def test_the_outlook_of_a_plan_is_that_of_its_strategy_share_and_seed(finished: Workspace) -> None:
    with finished.results(1) as results:
        plan = plans.plan(results, "fpc-random", 0.5, seed=4)
        assert outlook.outlook(results, plan) == next(outlooks(results, "fpc-random", [0.5], seed=4))


def test_every_strategy_is_ranked_by_its_forecast(finished: Workspace) -> None:
    told: list[tuple[int, int]] = []
    with finished.results(1) as results:
        found, refused = ranking(results, 0.5, progress=lambda done, total: told.append((done, total)))

    assert {one.strategy for one in found} == set(STRATEGIES)
    assert refused == {}
    accuracies = [one.accuracy for one in found]
    assert accuracies == sorted(accuracies, reverse=True)
    assert len({one.random for one in found}) == 1
    assert told[-1] == (len(STRATEGIES), len(STRATEGIES))


def test_a_strategy_whose_score_is_missing_is_refused_with_a_reason(tmp_path: Path) -> None:
    url, analysis_id = finished_analysis(tmp_path, ONE_EPOCH)
    with Workspace.open(url) as workspace, workspace.results(analysis_id) as results:
        found, refused = ranking(results, 0.5)
        with pytest.raises(NotFoundError, match="has no score 'aum'"):
            next(outlooks(results, "by:aum:highest", [0.5]))

    assert {"aum", "forgetting", "dual"} <= set(refused)
    assert {one.strategy for one in found} == set(STRATEGIES) - set(refused)
    assert "only one is known" in refused["aum"]


@pytest.mark.parametrize(
    ("strategy", "keep", "seed", "field", "sentence"),
    [
        ("fpc-larges", 0.5, 0, "strategy", "Did you mean 'fpc-largest'"),
        ("by:loss:most", 0.5, 0, "strategy", "end of a score"),
        ("by:los:lowest", 0.5, 0, "score", "Did you mean 'loss'"),
        ("random", 0.0, 0, "keep", "keep is 0"),
        ("random", 1.5, 0, "keep", "above 0 and at most 1"),
        ("random", float("nan"), 0, "keep", "above 0 and at most 1"),
        ("random", 0.5, -1, "seed", "seed is -1"),
        ("random", 0.5, 2**70, "seed", "between 0 and"),
    ],
)
def test_what_cannot_be_forecast_is_refused(
    finished: Workspace, strategy: str, keep: float, seed: int, field: str, sentence: str
) -> None:
    with finished.results(1) as results, pytest.raises(InputError, match=sentence) as caught:
        next(outlooks(results, strategy, [keep], seed))
    assert caught.value.field == field


def test_forecasts_are_held_against_what_was_retrained(finished: Workspace) -> None:
    asked = EvaluationRequest.of(["average-low", "average-high"], [0.3, 0.6], seeds=1)
    finished.run_task(finished.evaluate(1, asked))
    with finished.results(1) as results:
        assert retrained(results).plans == 0, "nothing was forecast yet"
        for name in ("random", "average-low", "average-high"):
            list(outlooks(results, name, [0.3, 0.6]))
    with finished.results(1) as results:
        found = retrained(results)
        trained = evaluations.pairs(results)

    assert found.plans == len(trained) == 6
    assert found.within is None, "of three plans of a share nothing can be said"


def test_of_several_seeds_the_mean_is_what_was_forecast(finished: Workspace) -> None:
    with finished.results(1) as results:
        seeds = [next(outlooks(results, "fpc-random", [0.4], seed)).accuracy for seed in range(3)]
        (drawn,) = outlooks(results, "random", [0.4])
    with finished.results(1) as results:
        found = forecasts.means(results)

    assert found["fpc-random"][0.4] == pytest.approx(np.mean(seeds))
    assert found["random"][0.4] == pytest.approx(drawn.random.mean)
