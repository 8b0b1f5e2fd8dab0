"""What samples do to each other, over HTTP."""

from __future__ import annotations

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.results.kernel_row import kernel_row
from support.analyses import BESIDE, finished_analysis
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
    assert header["words"] is None
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


def test_a_row_beside_an_exact_kernel_says_that_it_is_of_a_sketch(tmp_path):
    url, identifier = finished_analysis(tmp_path, BESIDE)
    with TestClient(create_app(url, supervise=False), base_url="http://localhost:8000") as client:
        analysis = client.get(f"/api/analyses/{identifier}").json()
        kernel = client.get(f"/api/analyses/{identifier}/kernel").json()
        indices = np.frombuffer(client.get(f"/api/analyses/{identifier}/kernel/order").content, "<i4")
        one, other = indices[:2].tolist()
        row = client.get(f"/api/analyses/{identifier}/samples/{one}/row")
        sample = client.get(f"/api/analyses/{identifier}/samples/{one}").json()
        pair = client.get(f"/api/analyses/{identifier}/pairs/{one}/{other}", params={"rank": False}).json()
        spectrum = client.get(f"/api/analyses/{identifier}/kernel/spectrum").json()
    _, header = decode(row.content)
    error = analysis["kernel"]["sketch_error"]
    assert header["source"] == kernel["source"] == pair["source"] == spectrum["source"] == "sketch"
    assert header["error"]["similarity"] == error["similarity_error"]
    assert header["words"] == kernel["words"]
    assert "sketch of 100 numbers" in header["words"]
    assert "read from a sketch that is kept beside it" in analysis["kernel"]["notes"]["sketch"]
    assert "was not kept" in analysis["kernel"]["notes"]["matrix"]
    assert (sample["exact"], "kernel" in analysis["exports"]) == (True, False)


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
