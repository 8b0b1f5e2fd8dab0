"""Pruning plans over HTTP."""

from __future__ import annotations

import csv
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
from support.columns import decode

BASE_URL = "http://localhost:8000"

PLAN = {"strategy": "fpc-largest", "keep": 0.7, "seed": 3}


def test_the_order_in_which_samples_go(finished):
    answer = finished.get("/plan/order", **PLAN)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    found = decode(answer.content)
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    indices = finished.read.samples(finished.id).index
    assert indices[found.columns["order"]].tolist() == plan.order.tolist()
    facts = {key: found.facts[key] for key in ("strategy", "keep", "seed", "pruned_count", "note")}
    assert facts == {**PLAN, "pruned_count": len(plan.pruned), "note": total_note(plan)}


@pytest.mark.parametrize("strategy", ["fpc-largest", "self-max", "fpc-heads", "by:loss:lowest"])
def test_a_nested_order_says_how_many_go_at_every_share(finished, strategy):
    found = decode(finished.get("/plan/order", strategy=strategy, keep=0.5).content)
    assert found.facts["nested"]
    none, *pruned_at = found.facts["pruned_at"]
    assert none is None
    assert len(pruned_at) == 100
    rows = found.columns["order"]
    indices = finished.read.samples(finished.id).index
    for percent in (1, 37, 50, 99, 100):
        plan = finished.read.plan(finished.id, strategy, percent / 100)
        assert sorted(indices[rows[: pruned_at[percent - 1]]]) == plan.pruned.tolist()
    assert found.facts["pruned_count"] == pruned_at[49]


def test_an_order_of_one_share_says_so(finished):
    facts = decode(finished.get("/plan/order", strategy="fpc-random", keep=0.5).content).facts
    assert facts["nested"] is False
    assert "pruned_at" not in facts


def test_an_order_that_the_caller_has_is_not_sent_again(finished):
    first = finished.get("/plan/order", **PLAN)
    again = finished.client.get(first.request.url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_reasons_are_those_of_who_was_asked_for(finished):
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    reasons = dict(zip(plan.pruned.tolist(), plan.reasons, strict=True))
    asked = plan.order[: len(plan.pruned)][::-2].tolist()
    answer = finished.get("/plan/reasons", **PLAN, index=asked)
    assert answer.json() == {"reasons": [reasons[index] for index in asked]}


def test_who_stays_has_no_reason_to_go(finished):
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    for index in (int(plan.kept[0]), 1999999999):
        answer = finished.get("/plan/reasons", **PLAN, index=[int(plan.pruned[0]), index])
        assert answer.status_code == 404
        assert f"Sample {index} is not dropped" in answer.json()["error"]["message"]


def test_nobody_goes_where_all_stay(finished):
    found = decode(finished.get("/plan/order", strategy="random", keep=1).content)
    assert found.facts["pruned_count"] == 0
    assert len(found.columns["order"]) == 200


def test_an_unknown_strategy_lists_the_known(finished):
    answer = finished.get("/plan/order", strategy="fpc-bigest", keep=0.5)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["field"] == "strategy"
    assert "fpc-largest" in error["message"]


def listed(answer, format):
    """The indices in a file."""
    if format == "npy":
        return np.load(io.BytesIO(answer.content), allow_pickle=False).tolist()
    if format == "json":
        return json.loads(answer.content)["indices"]
    if format == "txt":
        return [int(line) for line in answer.text.splitlines()]
    lines = csv.DictReader(io.StringIO(answer.text))
    return [int(line["index"]) for line in lines if line.get("keep", "1") == "1"]


@pytest.mark.parametrize("format", ["npy", "json", "csv", "txt"])
@pytest.mark.parametrize("side", ["kept", "pruned"])
def test_a_plan_as_a_file(finished, format, side):
    answer = finished.get("/plan/file", **PLAN, format=format, side=side)
    assert answer.status_code == 200
    name = f'filename="lpntk-Two-hundred-digits-fpc-largest-keep-0.7-seed-3-{side}.{format}"'
    assert answer.headers["Content-Disposition"] == f"attachment; {name}"
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    assert listed(answer, format) == getattr(plan, side).tolist()
    if side == "kept":
        assert finished.get("/plan/file", **PLAN, format=format).content == answer.content


@pytest.mark.parametrize("format", ["npy", "json", "csv", "txt"])
@pytest.mark.parametrize("side", ["kept", "pruned"])
def test_a_plan_with_samples_that_stay_or_go_by_hand(finished, format, side):
    plan = finished.read.plan(finished.id, "fpc-largest", 0.7, 3)
    stay, go = plan.pruned[:3].tolist(), plan.kept[5:7].tolist()
    answer = finished.client.post(
        f"/api/analyses/{finished.id}/plan/file",
        json={**PLAN, "format": format, "side": side, "stay": stay, "go": go},
    )
    assert answer.status_code == 200
    assert f"keep-0.7-seed-3-by-hand-{side}.{format}" in answer.headers["Content-Disposition"]
    assert listed(answer, format) == getattr(plan.by_hand(stay, go), side).tolist()
    if format == "json":
        content = answer.json()
        assert (content["stay"], content["go"], content["forecast"]) == (stay, go, None)
        assert content["note"] == "3 samples stay and 2 go by hand, whatever the strategy says."
    if format == "csv":
        lines = {int(line["index"]): line["reason"] for line in csv.DictReader(io.StringIO(answer.text))}
        assert {lines[index] for index in go} == {"dropped by hand"}
        if side == "kept":
            assert {lines[index] for index in stay} == {"kept by hand"}


@pytest.mark.parametrize(
    ("change", "status", "field", "words"),
    [
        ({"stay": [0], "go": [0]}, 422, "go", "is to stay and to go"),
        ({"stay": [1999999999]}, 404, None, "There is no sample 1999999999"),
        ({"stay": [-1]}, 422, "stay.0", "0"),
        ({"go": [0] * 10_001}, 422, "go", "10000"),
        ({"side": "left"}, 422, "side", "'kept' or 'pruned'"),
        ({"keep": 0}, 422, "keep", "0"),
        ({"strategy": "fpc-bigest"}, 422, "strategy", "Did you mean 'fpc-largest'"),
        ({"hand": [1]}, 422, "hand", ""),
    ],
)
def test_what_cannot_be_by_hand_is_said(finished, change, status, field, words):
    index = int(finished.read.samples(finished.id).index[0])
    change = {key: [index] if value == [0] else value for key, value in change.items()}
    answer = finished.client.post(
        f"/api/analyses/{finished.id}/plan/file", json={**PLAN, "format": "txt", **change}
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (status, field)
    assert words in error["message"]


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
