"""Pruning plans over HTTP."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.results.outlook import outlooks
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import total_note
from support.analyses import finished_analysis

BASE_URL = "http://localhost:8000"

PLAN = {"strategy": "fpc-largest", "keep": 0.7, "seed": 3}


def test_a_plan(finished):
    answer = finished.get("/plan", **PLAN).json()
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    assert (answer["strategy"], answer["keep"], answer["seed"]) == ("fpc-largest", 0.7, 3)
    assert answer["kept_count"] == len(plan.kept)
    assert answer["note"] == total_note(plan)
    assert answer["pruned"] == plan.order[: len(plan.pruned)].tolist()
    reasons = dict(zip(plan.pruned.tolist(), plan.reasons, strict=True))
    assert answer["reasons"] == [reasons[index] for index in answer["pruned"]]


def test_a_plan_says_what_goes_of_each_class(finished):
    answer = finished.get("/plan", **PLAN).json()
    samples = finished.read.samples(finished.id)
    label_of = dict(zip(samples.index.tolist(), samples.label.tolist(), strict=True))
    gone = [label_of[index] for index in answer["pruned"]]
    assert [row["label"] for row in answer["per_class"]] == list(range(10))
    for row in answer["per_class"]:
        assert row["total"] == np.count_nonzero(samples.label == row["label"])
        assert row["pruned"] == gone.count(row["label"])
        assert row["kept"] == row["total"] - row["pruned"] > 0


def test_a_plan_that_keeps_all(finished):
    answer = finished.get("/plan", strategy="random", keep=1).json()
    assert answer["pruned"] == answer["reasons"] == []
    assert answer["kept_count"] == 200


def test_an_unknown_strategy_lists_the_known(finished):
    answer = finished.get("/plan", strategy="fpc-bigest", keep=0.5)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["field"] == "strategy"
    assert "fpc-largest" in error["message"]


@pytest.mark.parametrize("format", ["npy", "json", "csv", "txt"])
def test_a_plan_as_a_file(finished, format):
    answer = finished.get("/plan/file", **PLAN, format=format)
    assert answer.status_code == 200
    name = f'filename="lpntk-Two-hundred-digits-fpc-largest-keep-0.7-seed-3.{format}"'
    assert answer.headers["Content-Disposition"] == f"attachment; {name}"
    kept = finished.read.plan(finished.id, "fpc-largest", 0.7, 3).kept.tolist()
    if format == "npy":
        assert np.load(io.BytesIO(answer.content), allow_pickle=False).tolist() == kept
    elif format == "json":
        assert json.loads(answer.content)["indices"] == kept
    elif format == "txt":
        assert [int(line) for line in answer.text.splitlines()] == kept


def test_an_unknown_format_lists_the_known(finished):
    answer = finished.get("/plan/file", **PLAN, format="xlsx")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["field"] == "format"
    assert "npy" in error["message"]


def test_what_is_forecast_of_a_plan(finished):
    answer = finished.get("/plan/forecasts", strategy="d2", keep=[0.7, 0.4], seed=2)
    with finished.workspace.results(finished.id) as results:
        found = list(outlooks(results, "d2", [0.7, 0.4], seed=2))
    content = answer.json()
    assert answer.status_code == 200
    assert (content["strategy"], content["seed"], content["full"]) == ("d2", 2, found[0].full)
    assert (content["held_out"], content["samples"]) == ("validation", 20)
    assert content["note"] == found[0].note
    assert content["agreement"] is None
    assert content["shares"] == [
        {
            "keep": one.keep,
            "accuracy": one.accuracy,
            "random": asdict(one.random),
            "standing": one.standing,
            "sentence": one.sentence,
            "warning": one.warning,
        }
        for one in found
    ]


def test_a_score_of_ones_choice_is_forecast(finished):
    answer = finished.get("/plan/forecasts", strategy="by:loss:lowest:stratified", keep=0.5)
    assert answer.status_code == 200
    assert len(answer.json()["shares"]) == 1


@pytest.mark.parametrize(
    ("parameters", "status", "field", "words"),
    [
        ({"strategy": "fpc-bigest"}, 422, "strategy", "Did you mean 'fpc-largest'"),
        ({"strategy": "by:los:lowest"}, 422, "score", "Did you mean 'loss'"),
        ({"strategy": "by:loss"}, 422, "strategy", "by:SCORE:END"),
        ({"strategy": "by:loss:most"}, 422, "strategy", "highest"),
        ({"keep": 0}, 422, "keep.0", "0"),
        ({"keep": [0.5, 1.5]}, 422, "keep.1", "1"),
        ({"keep": [0.5] * 21}, 422, "keep", "20"),
        ({"keep": []}, 422, "keep", ""),
        ({"seed": -1}, 422, "seed", "0"),
    ],
)
def test_what_cannot_be_forecast_is_said(finished, parameters, status, field, words):
    answer = finished.get("/plan/forecasts", **({"strategy": "random", "keep": 0.5} | parameters))
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (status, field)
    assert words in error["message"]


def test_a_score_that_an_analysis_lacks_is_not_found(tmp_path):
    one_epoch = AnalysisRequest(DataSettings("digits", limit=60), LearningSettings("mlp", epochs=1))
    url, analysis_id = finished_analysis(tmp_path, one_epoch)
    with TestClient(create_app(url, supervise=False), base_url=BASE_URL) as client:
        path = f"/api/analyses/{analysis_id}/plan/forecasts"
        answer = client.get(path, params={"strategy": "aum", "keep": 0.5})
    assert answer.status_code == 404
    assert "only one is known" in answer.json()["error"]["message"]


def test_a_forecast_says_how_well_such_agreed_with_retraining(tmp_path):
    url, analysis_id = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        asked = EvaluationRequest.of(["average-low", "average-high"], [0.2, 0.6], seeds=1)
        workspace.run_task(workspace.evaluate(analysis_id, asked))
    with TestClient(create_app(url, supervise=False), base_url=BASE_URL) as client:
        path, agreements = f"/api/analyses/{analysis_id}/plan/forecasts", []
        for strategy in ("random", "average-low", "average-high"):
            answer = client.get(path, params={"strategy": strategy, "keep": [0.2, 0.6]})
            agreements.append(answer.json()["agreement"])
    assert agreements[0] is None, "two plans are no order"
    assert agreements[-1].startswith("Of the 6 plans of this analysis that were retrained")


def test_a_list_taken_home_carries_its_forecast_and_warning(finished):
    found = []
    for strategy, keep in [("random", 0.1), ("average-low", 0.1)]:
        answer = finished.get("/plan/file", strategy=strategy, keep=keep, format="json")
        forecast = json.loads(answer.content)["forecast"]
        with finished.workspace.results(finished.id) as results:
            outlook = next(outlooks(results, strategy, [keep]))
        assert (forecast["accuracy"], forecast["full"]) == (outlook.accuracy, outlook.full)
        assert forecast["random"] == asdict(outlook.random)
        assert (forecast["standing"], forecast["warning"]) == (outlook.standing, outlook.warning)
        assert forecast["note"] == outlook.note
        found.append(forecast["warning"])
    assert found[0] is None
    assert found[1].startswith("Training on what average-low keeps at 0.1 is forecast to be worse")
