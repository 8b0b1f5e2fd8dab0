"""What a plan drops, seen, over HTTP."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

PLAN = {"strategy": "fpc-largest", "keep": 0.6}


def test_who_stays_for_whom(finished):
    answer = finished.get("/plan/what-goes", **PLAN, limit=500).json()
    plan = finished.read.plan(finished.id, "fpc-largest", 0.6)
    assert answer["going"] == len(plan.pruned) == sum(group["count"] for group in answer["groups"])
    assert answer["total"] == len(answer["groups"])
    counts = [group["count"] for group in answer["groups"]]
    assert counts == sorted(counts, reverse=True)
    kept = set(plan.kept.tolist())
    for group in answer["groups"]:
        assert len(group["members"]) == min(group["count"], 24)
        assert group["stands"] is None or group["stands"] in kept
        assert (group["members"][0]["similarity"] is None) == (group["stands"] is None)


def test_groups_come_by_and_by_and_by_class(finished):
    whole = finished.get("/plan/what-goes", **PLAN, limit=500).json()
    part = finished.get("/plan/what-goes", **PLAN, limit=3, offset=2).json()
    assert part["groups"] == whole["groups"][2:5]
    assert (part["total"], part["offset"]) == (whole["total"], 2)
    of_class = finished.get("/plan/what-goes", **PLAN, label=3, limit=500).json()
    assert of_class["groups"] == [group for group in whole["groups"] if group["label"] == 3]


@pytest.mark.parametrize("what", ["kept", "pruned"])
def test_the_average_image(finished, what):
    answer = finished.get("/plan/average", **PLAN, what=what, label=2)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (8, 8)
    path = f"/api/analyses/{finished.id}/plan/average"
    again = finished.client.get(
        path, params={**PLAN, "what": what, "label": 2}, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_no_average_of_nothing(finished):
    answer = finished.get("/plan/average", strategy="random", keep=1, what="pruned")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/plan/what-goes", "/plan/average"])
def test_a_class_that_there_is_not_is_refused(finished, path):
    answer = finished.get(path, **PLAN, what="kept", label=10)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "label")


def test_plans_beside_each_other(finished):
    answer = finished.get("/plan/compare", strategy=["fpc-largest", "random", "average-low"], keep=0.6).json()
    gone = [set(finished.read.plan(finished.id, name, 0.6).pruned.tolist()) for name in answer["strategies"]]
    assert answer["strategies"] == ["fpc-largest", "random", "average-low"]
    assert answer["overlap"][0][1] == pytest.approx(len(gone[0] & gone[1]) / len(gone[0] | gone[1]), rel=1e-5)
    assert set(answer["only_first"]) == gone[0] - gone[1]
    assert answer["only_second_count"] == len(gone[1] - gone[0])
    assert sum(row["only_first"] for row in answer["per_class"]) == answer["only_first_count"]
    np.testing.assert_allclose(np.diagonal(answer["overlap"]), 1)


@pytest.mark.parametrize("names", [["random"], ["random"] * 2, ["random", "beauty"], ["x"] * 9])
def test_what_cannot_be_compared_is_refused(finished, names):
    answer = finished.get("/plan/compare", strategy=names, keep=0.6)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "strategy")
