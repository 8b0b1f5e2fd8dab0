"""Pruning plans over HTTP."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from lpntk.pruning import total_note

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
