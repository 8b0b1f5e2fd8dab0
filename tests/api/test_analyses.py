"""Analyses over HTTP."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import HISTOGRAM_BINS, LABEL_VECTORS, JobState, Stage
from lpntk.domain.request import SETTINGS
from lpntk.scores import SCORES

FORM = {"source": "digits", "limit": 100, "epochs": 1, "name": "Digits"}

BELOW_AN_ANALYSIS = [
    "",
    "/page",
    "/samples/0",
    "/columns?name=x",
    "/plan/order?strategy=random&keep=0.5",
    "/plan/reasons?strategy=random&keep=0.5&index=0",
    "/plan/file?strategy=random&keep=0.5&format=json",
    "/export/clusters?format=json",
    "/figures/map",
    "/figures/map?colour=pruned&strategy=random",
]


def test_a_new_analysis_is_queued(client):
    answer = client.post("/api/analyses", json=FORM)
    assert answer.status_code == 201
    analysis = answer.json()
    assert answer.headers["Location"] == f"/api/analyses/{analysis['id']}"
    assert analysis["state"] == JobState.QUEUED
    assert analysis["name"] == "Digits"
    assert FORM.items() <= analysis["request"].items()
    assert [stage["stage"] for stage in analysis["stages"]] == list(Stage)
    assert analysis["samples"] is None
    assert client.get(answer.headers["Location"]).json() == analysis
    assert client.get("/api/analyses").json() == [analysis]


def test_the_same_request_is_the_same_analysis(client):
    first = client.post("/api/analyses", json=FORM)
    second = client.post("/api/analyses", json=FORM)
    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]


def test_another_request_is_another_analysis_and_comes_first(client):
    first = client.post("/api/analyses", json=FORM).json()
    second = client.post("/api/analyses", json=FORM | {"label_vector": "residual"}).json()
    assert [analysis["id"] for analysis in client.get("/api/analyses").json()] == [second["id"], first["id"]]


def test_the_settings_of_one_start_the_same_again(client):
    first = client.post("/api/analyses", json=FORM).json()
    answer = client.post("/api/analyses", json=first["request"])
    assert answer.status_code == 200
    assert answer.json()["id"] == first["id"]


def test_an_analysis_is_renamed(client):
    here = client.post("/api/analyses", json=FORM).headers["Location"]
    renamed = client.patch(here, json={"name": "My κ"})
    assert renamed.status_code == 200
    assert renamed.json() == client.get(here).json()
    assert renamed.json()["name"] == "My κ"
    for name in (" ", "", "a\nb", "x" * 10_000):
        refused = client.patch(here, json={"name": name})
        assert refused.status_code == 422
        assert refused.json()["error"]["field"] == "name"
    assert client.get(here).json()["name"] == "My κ"
    assert client.patch("/api/analyses/99", json={"name": "x"}).status_code == 404


def test_cancel_resume_and_delete(client):
    path = client.post("/api/analyses", json=FORM).headers["Location"]
    assert client.post(f"{path}/resume").status_code == 409
    assert client.post(f"{path}/cancel").json()["state"] == JobState.CANCELLED
    assert client.post(f"{path}/cancel").status_code == 409
    assert client.post(f"{path}/resume").json()["state"] == JobState.QUEUED
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.get("/api/analyses").json() == []


@pytest.mark.parametrize("path", BELOW_AN_ANALYSIS)
def test_an_unknown_analysis(client, path):
    answer = client.get(f"/api/analyses/7{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["kind"] == "not_found"
    assert "7" in answer.json()["error"]["message"]


@pytest.mark.parametrize(("method", "path"), [("POST", "/cancel"), ("POST", "/resume"), ("DELETE", "")])
def test_an_unknown_analysis_cannot_be_changed(client, method, path):
    assert client.request(method, f"/api/analyses/7{path}").status_code == 404


@pytest.mark.parametrize("path", BELOW_AN_ANALYSIS[1:])
def test_results_of_an_unfinished_analysis(client, path):
    analysis = client.post("/api/analyses", json=FORM).headers["Location"]
    answer = client.get(f"{analysis}{path}")
    assert answer.status_code == 409
    assert answer.json()["error"]["kind"] == "conflict"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": "no-such-source"}, "source"),
        ({"source": "/no/such/folder"}, "source"),
        ({"source": "/no/such/file.npz"}, "source"),
        ({"split": "holiday", "source": "mnist", "root": "/tmp"}, "split"),
        ({"model": "lenet7"}, "model"),
        ({"checkpoint": "/no/such/file.pt"}, "checkpoint"),
        ({"method": "guess"}, "method"),
        ({"parameters": "fc("}, "parameters"),
        ({"on_bad_gradient": "skip"}, "on_bad_gradient"),
        ({"sketch_width": 3}, "sketch_width"),
    ],
)
def test_what_is_not_there_is_refused_at_once(client, change, field):
    answer = client.post("/api/analyses", json=FORM | change)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field
    assert client.get("/api/analyses").json() == []


def test_a_estimate_begins_nothing(client):
    answer = client.post("/api/analyses/estimate", json=FORM)
    assert answer.status_code == 200, answer.text
    estimate = answer.json()
    assert (estimate["samples"], estimate["parameters"], estimate["method"]) == (100, 53_002, "exact")
    assert estimate["keeps_matrix"]
    assert estimate["seconds"] > 0
    assert client.get("/api/analyses").json() == []


def test_a_estimate_of_what_cannot_be_names_the_setting(client):
    answer = client.post("/api/analyses/estimate", json=FORM | {"parameters": "layer9"})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "parameters"
    assert "conv1.weight" in answer.json()["error"]["message"]


def test_what_is_known_of_a_kernel(finished):
    analysis = finished.get("").json()
    notes = analysis["kernel"].pop("notes")
    assert analysis["kernel"] == {
        "keeps_matrix": True,
        "excluded": [],
        "without_rule": [],
        "sketch_error": None,
    }
    # An epoch over 200 digits is too little to learn them.
    assert list(notes) == ["chance"]
    assert f"right on {analysis['accuracy']:.1%} of the 200 samples" in notes["chance"]
    assert analysis["extension"] is None


def test_the_page_holds_everything(finished):
    page = finished.get("/page").json()
    assert page["analysis"] == finished.get("").json()
    assert page["analysis"]["state"] == JobState.DONE
    assert page["analysis"]["samples"] == 200
    table = finished.read.samples(finished.id)
    assert page["scores"] == list(table.scores)
    assert page.keys() == {
        "analysis",
        "scores",
        "columns",
        "histogram",
        "pairs",
        "pairs_compared",
        "class_means",
        "own",
        "embeddings",
        "fields",
    }
    assert page["own"] == page["embeddings"] == page["fields"] == []
    assert page["pairs"] == page["pairs_compared"] == 200 * 199 // 2
    assert len(page["histogram"]) == HISTOGRAM_BINS
    assert sum(page["histogram"]) == 200 * 199
    np.testing.assert_allclose(
        np.array(page["class_means"], float), finished.read.class_means(finished.id), rtol=1e-5
    )


def test_the_page_is_compressed(finished):
    assert finished.get("/page").headers["Content-Encoding"] == "gzip"


def test_the_options_are_those_that_are_taken(finished):
    options = finished.client.get("/api/options").json()
    settings = {setting["name"]: setting for setting in options["settings"]}
    assert settings.keys() == SETTINGS.keys() == options["defaults"].keys()
    vectors = settings["label_vector"]["choices"]
    assert [vector["name"] for vector in vectors] == [name for name in LABEL_VECTORS if name != "pntk"]
    assert "hardly any pair" in vectors[0]["description"]
    assert (settings["epochs"]["minimum"], settings["epochs"]["maximum"]) == (1, 10_000)
    assert [score["name"] for score in options["scores"]] == list(SCORES)
    assert {"digits", "mnist", "cifar10"} <= {source["name"] for source in options["sources"]}
    thresholds = {rule["relation"]: rule["threshold"] for rule in options["relations"]}
    assert thresholds == {"interchangeable": 0.8, "unrelated": 0.1, "contradictory": -0.3}
    assert options["defaults"]["source"]
    assert options["version"] == finished.client.get("/api/health").json()["version"]
    for strategy in options["strategies"]:
        assert finished.get("/plan/order", strategy=strategy["name"], keep=0.7).status_code == 200
    assert finished.get("").json()["exports"] == [export["result"] for export in options["exports"]]
    for export in options["exports"]:
        for format in export["formats"]:
            assert finished.get(f"/export/{export['result']}", format=format).status_code == 200


def test_the_default_settings_can_be_sent_back(client):
    defaults = client.get("/api/options").json()["defaults"]
    assert client.post("/api/analyses", json=defaults).status_code == 201


def test_an_analysis_is_asked_for_again_with_another_kernel(client):
    first = client.post("/api/analyses", json=FORM).json()
    answer = client.post(f"/api/analyses/{first['id']}/again", json={"label_vector": "residual"})
    assert answer.status_code == 201
    again = answer.json()
    changed = {"label_vector": "residual", "name": None}
    assert again["request"] == {**first["request"], **changed}
    assert answer.headers["Location"] == f"/api/analyses/{again['id']}"
    same = client.post(f"/api/analyses/{first['id']}/again", json={"label_vector": "residual"})
    assert (same.status_code, same.json()["id"]) == (200, again["id"])


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"label_vector": "magic"}, 422, "label_vector"),
        ({"colour": 3}, 422, "colour"),
        ({"epochs": 0}, 422, "epochs"),
    ],
)
def test_what_cannot_be_changed_is_refused(client, changes, code, field):
    first = client.post("/api/analyses", json=FORM).json()
    answer = client.post(f"/api/analyses/{first['id']}/again", json=changes)
    assert (answer.status_code, answer.json()["error"]["field"]) == (code, field)
