"""What samples do to each other, over HTTP."""

from __future__ import annotations

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.results.kernel_row import kernel_row
from support.analyses import finished_analysis
from support.columns import decode

NOTHING = AnalysisRequest(
    DataSettings("digits", limit=200), LearningSettings(epochs=2), KernelSettings(storage_budget=1)
)


@pytest.fixture
def index(finished) -> int:
    return int(finished.read.samples(finished.id).index[5])


def test_the_row_of_a_sample(finished, index):
    answer = finished.get(f"/samples/{index}/row")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    columns, header = decode(answer.content)
    with finished.workspace.results(finished.id) as results:
        expected = kernel_row(results, index)
    np.testing.assert_array_equal(columns["similarity"], expected.similarity)
    assert (header["count"], header["source"], header["error"]) == (200, "matrix", None)
    again = f"/api/analyses/{finished.id}/samples/{index}/row"
    assert finished.client.get(again, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_row_of_a_sample_that_is_not_there(finished):
    answer = finished.get("/samples/1999999999/row")
    assert answer.status_code == 404
    assert "There is no sample" in answer.json()["error"]["message"]


def test_a_row_that_is_not_stored_says_why(tmp_path):
    url, identifier = finished_analysis(tmp_path, NOTHING)
    with TestClient(create_app(url, supervise=False), base_url="http://localhost:8000") as client:
        indices = client.get(f"/api/analyses/{identifier}/kernel/order").content
        first = int(np.frombuffer(indices, "<i4")[0])
        answer = client.get(f"/api/analyses/{identifier}/samples/{first}/row")
    assert answer.status_code == 404
    assert "with a sketch" in answer.json()["error"]["message"]


def test_a_pair_and_the_layers_that_make_it(finished):
    one, other = (int(index) for index in finished.read.samples(finished.id).index[[5, 90]])
    shown = finished.get(f"/pairs/{one}/{other}", rank=False).json()
    assert (shown["source"], shown["layers"], shown["can_be_computed"]) == ("matrix", [], True)
    assert finished.client.app.state.lanes.ranking.pid is None
    found = finished.get(f"/pairs/{one}/{other}").json()
    assert [sample["index"] for sample in found["samples"]] == [one, other]
    assert sum(layer["share"] for layer in found["layers"]) == pytest.approx(1, abs=1e-4)
    assert found["kappa"] == pytest.approx(shown["kappa"], rel=1e-4)
    assert found["similarity"] == pytest.approx(shown["similarity"], abs=1e-4)
    assert (found["source"], found["why_not"], found["can_be_computed"]) == ("exact", None, False)
    assert finished.get(f"/pairs/{one}/{other}", rank=False).json() == found


def test_a_pair_of_one_sample_is_refused(finished, index):
    answer = finished.get(f"/pairs/{index}/{index}")
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "other"
