"""What is done with analyses of images is done with those of texts and of rows of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

import lpntk
from lpntk.api.app import create_app
from lpntk.domain import AnalysisRequest, DataSettings, InputError
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.domain.exports import EXPORTS
from lpntk.pipeline.results import evaluations, files, tables
from lpntk.pipeline.workspace import Workspace
from support.experiments import submit, units_of
from support.results import results
from support.said import finished_rows, finished_texts, rows, texts


@dataclass
class Said:
    """A finished analysis of texts or rows, number 1, alone in its database; and the request for it."""

    workspace: Workspace
    request: AnalysisRequest
    url: str

    @property
    def modality(self) -> str:
        return str(self.workspace.analysis(1).modality)


@pytest.fixture(params=[(finished_texts, texts), (finished_rows, rows)], ids=["texts", "rows"])
def said(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Said]:
    finished, asked = request.param
    url, analysis_id = finished(tmp_path)
    assert analysis_id == 1
    with Workspace.open(url) as workspace:
        yield Said(workspace, asked(), url)


@pytest.fixture
def client(said: Said) -> Iterator[TestClient]:
    app = create_app(said.workspace, supervise=False, data=["/"])
    with TestClient(app, base_url="http://localhost:8000") as client:
        yield client


def test_every_file_is_written(said: Said) -> None:
    with said.workspace.results(1) as read:
        for export in EXPORTS.values():
            for format in export.formats:
                assert files.export(read, export.result, format)
        with pytest.raises(InputError, match="of which there are no images: leave images out"):
            files.export(read, "atlas", "parquet", images=True)


def test_tables_hold_what_a_sample_says(said: Said) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with said.workspace.results(1) as read:
        atlas = parquet.read_table(io.BytesIO(files.export(read, "atlas", "parquet"))).to_pylist()
        whole = parquet.read_table(io.BytesIO(files.export(read, "parquet", "parquet"))).to_pylist()
        is_text = "text" in tables.available(read)
    header, *lines = written(Path(said.request.data.source))
    given = [dict(zip(header, line, strict=True)) for line in lines]
    assert is_text == ("text" in given[0])
    for row in (0, 63):
        for name in ("text",) if is_text else ("row.colour",):
            assert atlas[row][name] == whole[row][name] == given[row][name.removeprefix("row.")]


def test_a_copy_is_the_same(said: Said, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    copied, _ = said.workspace.copy(1, target)
    assert results(target, copied.id) == results(said.url, 1)
    with Workspace.open(target) as other, other.results(copied.id) as there:
        with said.workspace.results(1) as here:
            assert tables.columns(there)["index"].tolist() == tables.columns(here)["index"].tolist()
            assert files.export(there, "parquet", "parquet") == files.export(here, "parquet", "parquet")
        other.run(copied.id)


def test_labels_are_decided_on_and_analysed_again(said: Said, client: TestClient) -> None:
    path = "/api/analyses/1"
    worst = client.get(f"{path}/label-issues", params={"limit": 2}).json()
    first, second = (issue["index"] for issue in worst["issues"])
    with said.workspace.results(1) as read:
        labels = dict(zip(read.indices.tolist(), read.labels.tolist(), strict=True))
    other = 1 - min(labels[first], 1)
    for form in (
        {"index": first, "action": "relabel", "label": other},
        {"index": second, "action": "exclude"},
    ):
        assert client.post(f"{path}/decisions", json=form).status_code == 201
    answer = client.post(f"{path}/decisions/analyse", json={})
    assert answer.status_code == 201, answer.text

    added = answer.json()["id"]
    said.workspace.run(added)

    with said.workspace.results(added) as read:
        found = dict(zip(read.indices.tolist(), read.labels.tolist(), strict=True))
    del labels[second]
    assert found == {**labels, first: other}
    compared = client.get(f"/api/compare/1/{added}")
    assert compared.status_code == 200, compared.text


@pytest.mark.parametrize(
    "changes", [{"label_vector": "residual"}, {"method": "sketch", "sketch_width": 64}, {"epochs": 1}]
)
def test_the_page_asks_again(said: Said, client: TestClient, changes: dict[str, Any]) -> None:
    answer = client.post("/api/analyses/1/again", json=changes)
    assert answer.status_code == 201, answer.text
    added = answer.json()["id"]

    said.workspace.run(added)

    view = client.get(f"/api/analyses/{added}").json()
    assert (view["state"], view["modality"]) == ("done", said.modality)
    assert view["accuracy"] is not None
    assert client.get(f"/api/analyses/{added}/page").status_code == 200


def written(path: Path) -> list[list[str]]:
    """The lines of a table, its header first."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def halves(source: Path, folder: Path) -> list[Path]:
    """A table's even rows, and its odd ones with its columns the other way round."""
    header, *lines = written(source)
    halves = [folder / "even.csv", folder / "odd.csv"]
    for half, part in zip(halves, ([header, *lines[::2]], [header, *lines[1::2]]), strict=True):
        turned = part if half is halves[0] else [line[::-1] for line in part]
        with half.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(turned)
    return halves


def test_more_of_them_extend_an_analysis(said: Said, tmp_path: Path) -> None:
    even, odd = halves(Path(said.request.data.source), tmp_path)
    base = said.workspace.submit(replace(said.request, data=DataSettings(str(even)))).id
    said.workspace.run(base)

    extended = said.workspace.extend(base, DataSettings(str(odd))).id
    said.workspace.run(extended)

    analysis = lpntk.Analysis(said.workspace, extended)
    before = lpntk.Analysis(said.workspace, base)
    size = len(before.samples())
    assert len(analysis.samples()) == 2 * size
    np.testing.assert_array_equal(analysis.kernel()[:size, :size], before.kernel())


def test_a_strategy_is_retrained_and_the_kernel_looked_at_over_training(said: Said) -> None:
    task = said.workspace.evaluate(1, EvaluationRequest.of(["fpc-largest"], [0.5], seeds=1))
    said.workspace.run_task(task)
    with said.workspace.results(1) as read:
        assert {one.arm for one in evaluations.get(read, task).summaries} == {"full", "random", "fpc-largest"}
    looked = submit(said.workspace, "kernel-over-training", checkpoints="1,best")
    said.workspace.run_task(looked)
    assert units_of(said.workspace, looked)["training"]["reproduced"] is True
