"""What is selected on the page, for who holds it in a notebook."""

from __future__ import annotations

import numpy as np
import pytest


def test_a_selection_is_kept_as_it_was_last(finished):
    path = f"/api/analyses/{finished.id}/selection"
    assert finished.get("/selection").json() == {"indices": []}
    some = [int(index) for index in finished.read.samples(finished.id).index[[5, 3, 5]]]
    assert finished.client.put(path, json={"indices": some}).status_code == 204
    assert finished.get("/selection").json() == {"indices": sorted(set(some))}
    assert np.array_equal(finished.client.app.state.selections.chosen(finished.id), sorted(set(some)))
    assert finished.client.put(path, json={"indices": []}).status_code == 204
    assert finished.get("/selection").json() == {"indices": []}


@pytest.mark.parametrize("indices", [[-1], [2**31], [0.5], ["x"], None])
def test_what_is_no_list_of_samples_is_refused(finished, indices):
    answer = finished.client.put(f"/api/analyses/{finished.id}/selection", json={"indices": indices})
    assert answer.status_code == 422


def test_a_sample_that_is_not_there_is_named(finished):
    answer = finished.client.put(f"/api/analyses/{finished.id}/selection", json={"indices": [1_000_000]})
    assert answer.status_code == 404
    assert "no sample 1000000" in answer.json()["error"]["message"]


def test_an_analysis_that_is_not_there_has_none(client):
    assert client.get("/api/analyses/7/selection").status_code == 404
    assert client.put("/api/analyses/7/selection", json={"indices": []}).status_code == 404
