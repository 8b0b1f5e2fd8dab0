"""The kernel as a whole over HTTP."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from support.analyses import finished_analysis

NOTHING = AnalysisRequest(
    DataSettings("digits", limit=200), LearningSettings(epochs=2), KernelSettings(storage_budget=1)
)


@pytest.fixture(scope="module")
def order(finished):
    answer = finished.get("/kernel/order")
    assert (answer.headers["Content-Type"], answer.headers["X-Count"]) == ("application/octet-stream", "200")
    return np.frombuffer(answer.content, "<i4")


@pytest.fixture(scope="module")
def similarity(finished, order):
    """(N, N) in the order of the picture."""
    kappa = finished.read.kernel(finished.id).astype(np.float64)
    length = np.sqrt(kappa.diagonal())
    rows = np.searchsorted(finished.read.samples(finished.id).index, order)
    return (kappa / length / length[:, None])[np.ix_(rows, rows)]


def test_it_says_what_there_is_and_where_the_classes_lie(finished, order):
    answer = finished.get("/kernel").json()
    assert (answer["source"], answer["why_not"], answer["samples"]) == ("matrix", None, 200)
    table = finished.read.samples(finished.id)
    assert sorted(order.tolist()) == table.index.tolist()
    labels = table.label[np.searchsorted(table.index, order)]
    edges = answer["boundaries"]
    assert len(edges) == 11
    for label, (first, end) in enumerate(pairwise(edges)):
        assert (labels[first:end] == label).all()


def test_single_pairs(finished, similarity):
    answer = finished.get("/kernel/heatmap", first=20, last=59, column_first=100, column_last=129)
    assert (answer.headers["X-Rows"], answer.headers["X-Columns"]) == ("40", "30")
    assert answer.headers["X-Source"] == "matrix"
    found = np.frombuffer(answer.content, "<f4").reshape(40, 30)
    np.testing.assert_allclose(found, similarity[20:60, 100:130], atol=2e-6)


def test_means_of_blocks(finished, similarity):
    answer = finished.get("/kernel/heatmap", size=20)
    found = np.frombuffer(answer.content, "<f4").reshape(20, 20)
    expected = similarity.reshape(20, 10, 20, 10).mean(axis=(1, 3))
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_what_is_left_out_of_a_range(finished):
    assert finished.get("/kernel/heatmap", first=190).headers["X-Columns"] == "10"
    part = finished.get("/kernel/heatmap", first=190, column_first=5)
    assert (part.headers["X-Rows"], part.headers["X-Columns"]) == ("10", "195")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first": 200}, "first"),
        ({"first": 9, "last": 3}, "first"),
        ({"last": 200}, "first"),
        ({"column_first": 300}, "column_first"),
        ({"column_last": 3}, "column_first"),
        ({"size": 0}, "size"),
        ({"size": 5000}, "size"),
        ({"first": -1}, "first"),
    ],
)
def test_ranges_that_there_are_not_are_refused(finished, asked, field):
    answer = finished.get("/kernel/heatmap", **asked)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


def test_the_spectrum(finished):
    answer = finished.get("/kernel/spectrum").json()
    kappa = finished.read.kernel(finished.id).astype(np.float64)
    expected = np.linalg.eigvalsh(kappa / kappa.diagonal().mean())[::-1]
    np.testing.assert_allclose(answer["eigenvalues"], expected[:50], rtol=1e-4)
    assert answer["trace"] == pytest.approx(200, rel=1e-4)
    assert [held["share"] for held in answer["holding"]] == [0.5, 0.9, 0.99]
    assert answer["holding"][1]["directions"] == 1 + np.searchsorted(np.cumsum(expected) / 200, 0.9)
    assert answer["words"].endswith(".")


@pytest.mark.parametrize("kind", ["within-between", "spectrum", "heatmap"])
def test_figures_of_the_kernel(finished, kind):
    answer = finished.get(f"/figures/{kind}", theme="dark")
    assert answer.status_code == 200
    assert answer.json()["data"]


def test_a_kernel_that_is_not_stored_says_why(tmp_path):
    url, identifier = finished_analysis(tmp_path, NOTHING)
    with TestClient(create_app(url, supervise=False), base_url="http://localhost:8000") as client:
        there = client.get(f"/api/analyses/{identifier}/kernel").json()
        assert there["source"] is None
        for path in ("kernel/heatmap", "kernel/spectrum", "figures/heatmap"):
            answer = client.get(f"/api/analyses/{identifier}/{path}")
            assert answer.status_code == 404
            assert answer.json()["error"]["message"] == there["why_not"]
