from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lpntk.domain import InputError, KernelSettings, NotFoundError, Relation
from lpntk.domain.exports import EXPORTS
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST
from support.reading import Read


def load(content: bytes) -> dict[str, NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return dict(archive)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_kernel(finished: Workspace) -> None:
    matrix = np.load(io.BytesIO(Read(finished).export(1, "kernel", "npy")), allow_pickle=False)
    archive = load(Read(finished).export(1, "kernel", "npz"))

    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix, matrix.T)
    np.testing.assert_array_equal(matrix, Read(finished).kernel(1))
    np.testing.assert_array_equal(archive["matrix"], matrix)
    np.testing.assert_array_equal(archive["indices"], Read(finished).samples(1).index)
    np.testing.assert_array_equal(archive["labels"], Read(finished).samples(1).label)


def test_the_summary_speaks_of_indices(finished: Workspace) -> None:
    archive = load(Read(finished).export(1, "summary", "npz"))

    index = int(archive["indices"][5])
    sample = Read(finished).sample(1, index, k=30)
    for relation in Relation:
        assert archive[f"{relation}_indices"][5].tolist() == [n.index for n in sample.neighbours[relation]]
        assert archive[f"{relation}_similarity"].shape == (200, 30)
    np.testing.assert_array_equal(archive["histogram"][5], sample.histogram)
    np.testing.assert_array_equal(archive["class_means"][5], sample.class_means)
    assert bool(archive["self_max"][5]) == sample.scores["self_max"]
    assert archive["self_kernel"][5] == np.float32(sample.scores["self_kernel"])


def test_the_clusters(finished: Workspace) -> None:
    clusters = json.loads(Read(finished).export(1, "clusters", "json"))["clusters"]
    lines = table(Read(finished).export(1, "clusters", "csv"))

    assert clusters == [
        {"head": c.head, "label": c.label, "size": c.size, "members": list(c.members)}
        for c in Read(finished).clusters(1)
    ]
    assert len(lines) == 200
    assert {int(line["head"]) for line in lines} == {cluster["head"] for cluster in clusters}


def test_the_scores(finished: Workspace) -> None:
    lines = table(Read(finished).export(1, "scores", "csv"))
    columns = json.loads(Read(finished).export(1, "scores", "json"))
    samples = Read(finished).samples(1)

    assert [int(line["index"]) for line in lines] == samples.index.tolist()
    assert [float(line["label_probability"]) for line in lines] == pytest.approx(
        samples.scores["label_probability"].tolist()
    )
    assert list(columns) == list(lines[0])
    assert columns["self_max"] == samples.scores["self_max"].tolist()
    assert columns["own_class_mean"] == samples.scores["own_class_mean"].tolist()


def test_every_format_of_the_scores_says_the_same(finished: Workspace) -> None:
    archive = load(Read(finished).export(1, "scores", "npz"))
    columns = json.loads(Read(finished).export(1, "scores", "json"))
    samples = Read(finished).samples(1)

    assert list(archive) == list(columns)
    assert archive.keys() >= {"index", "label", "predicted", *samples.scores}
    for name, column in samples.scores.items():
        np.testing.assert_array_equal(archive[name], column)
        assert archive[name].dtype == column.dtype


def test_scores_as_parquet(finished: Workspace) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    archive = load(Read(finished).export(1, "scores", "npz"))

    found = parquet.read_table(io.BytesIO(Read(finished).export(1, "scores", "parquet")))

    assert found.column_names == list(archive)
    for name, column in archive.items():
        np.testing.assert_array_equal(found[name].to_numpy(), column)


def test_without_its_package_parquet_is_refused_in_a_sentence(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'lpntk\[parquet\]', or take"):
        Read(finished).export(1, "scores", "parquet")


def test_the_report_is_one_page_with_everything(finished: Workspace) -> None:
    page = Read(finished).export(1, "report", "html").decode()

    assert page.startswith("<!doctype html>")
    assert "Two hundred digits" in page
    assert "Least like their class" in page
    assert f"around {Read(finished).clusters(1)[0].head}" in page
    assert page.count("data:image/png;base64,") > 50


def test_what_cannot_be_exported_says_what_can(finished: Workspace) -> None:
    with pytest.raises(InputError, match=r"choose one of report, kernel, .*, atlas, parquet"):
        Read(finished).export(1, "everything", "npy")
    with pytest.raises(
        InputError, match="Unknown format of scores 'npy': choose one of csv, json, npz, parquet"
    ):
        Read(finished).export(1, "scores", "npy")
    assert set(EXPORTS) == {"kernel", "summary", "clusters", "scores", "report", "atlas", "parquet"}


def test_a_matrix_that_was_not_kept_is_refused_in_a_true_sentence(workspace: Workspace) -> None:
    request = replace(REQUEST, kernel=KernelSettings(storage_budget=1000))
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)

    with pytest.raises(NotFoundError, match="it was not kept, since it is larger than the storage budget"):
        Read(workspace).export(analysis_id, "kernel", "npy")
