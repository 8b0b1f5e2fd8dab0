"""What the others say of a label, and what would change, over HTTP."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.pipeline.results.evidence import of_sample
from lpntk.pipeline.results.forecast import forecast


def test_evidence(finished):
    with finished.workspace.results(finished.id) as results:
        index = int(results.indices[7])
        view = of_sample(results, index, 3)

    answer = finished.get(f"/evidence/{index}", k=3).json()

    assert (answer["index"], answer["given"], answer["suggested"]) == (index, view.given, view.suggested)
    assert answer["method"] == "exact"
    np.testing.assert_allclose(answer["prediction"], view.prediction, rtol=1e-5)
    np.testing.assert_allclose(answer["support"], view.support, rtol=1e-5)
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert [part["label"] for part in answer["classes"]] == [view.suggested, view.given]
    for part, there in zip(answer["classes"], view.classes, strict=True):
        assert [one["index"] for one in part["evidence"]] == [one.index for one in there.evidence]
        assert len(part["evidence"]) <= 3


def test_a_forecast(finished):
    with finished.workspace.results(finished.id) as results:
        remove = results.indices[:100].tolist()
        other = int(results.indices[150])
        found = forecast(results, remove, {other: 3})

    body = {"remove": remove, "relabel": [{"index": other, "label": 3}]}
    answer = finished.client.post(f"/api/analyses/{finished.id}/forecast", json=body).json()

    assert (answer["before"], answer["after"]) == pytest.approx((found.before, found.after))
    assert (answer["removed"], answer["relabelled"]) == (found.removed, found.relabelled)
    assert answer["turned_total"] == len(found.turned) == len(answer["turned"])
    assert answer["held_out"] == "validation"
    assert answer["note"] == found.note
    assert len(answer["classes"]) == 10


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"remove": [99_999]}, 404, "There is no sample 99999"),
        ({"relabel": [{"index": 0, "label": 10}]}, 422, "labels go from 0 to 9"),
        ({"remove": [-1]}, 422, "remove"),
        ({"remove": ["x"]}, 422, "remove"),
        ({"forget": []}, 422, "forget"),
    ],
)
def test_what_cannot_be_forecast_is_said(finished, body, status, sentence):
    if "relabel" in body:
        with finished.workspace.results(finished.id) as results:
            body["relabel"][0]["index"] = int(results.indices[0])

    answer = finished.client.post(f"/api/analyses/{finished.id}/forecast", json=body)

    assert answer.status_code == status
    assert sentence in str(answer.json()["error"])


def test_of_what_is_not_there_nothing_is_said(finished):
    assert finished.get("/evidence/99999").status_code == 404
    assert finished.client.get("/api/analyses/77/evidence/0").status_code == 404
    assert finished.client.post("/api/analyses/77/forecast", json={}).status_code == 404
