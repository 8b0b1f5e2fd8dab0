"""What was decided, as files that are read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from lpntk.datasets import open_dataset
from lpntk.domain import AnalysisRequest, Dataset, InputError
from lpntk.domain.exports import DECISION_FILES
from lpntk.pipeline.review import files
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning.reading import read_indices
from support.analyses import REQUEST
from support.data import write_image_folder

FIRST, SECOND, THIRD = 0, 2, 5
"""Rows that something is decided on."""


def export(workspace: Workspace, what: str, format: str, analysis_id: int = 1) -> bytes:
    with workspace.results(analysis_id) as results:
        return files.export(results, what, format)


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.fixture
def decided(finished: Workspace) -> Workspace:
    """A workspace in which one sample is relabelled, one excluded and one kept."""
    with finished.results(1) as results:
        indices, labels = results.indices.tolist(), results.labels.tolist()
    finished.decide(1, indices[FIRST], "relabel", (labels[FIRST] + 1) % 10)
    finished.decide(1, indices[SECOND], "exclude")
    finished.decide(1, indices[THIRD], "keep")
    return finished


@pytest.fixture
def before(finished: Workspace) -> Dataset:
    return open_dataset(REQUEST.data, seed=REQUEST.seed)


def expected(before: Dataset) -> np.ndarray:
    labels = before.labels.copy()
    labels[FIRST] = (labels[FIRST] + 1) % 10
    return labels


def test_a_file_of_decisions_is_taken_as_labels(decided: Workspace, before: Dataset, tmp_path: Path) -> None:
    content = export(decided, "decisions", "csv")

    found = lines(content)
    assert list(found[0]) == ["index", "path", "given", "action", "label", "decided_at", "analysis"]
    assert [line["action"] for line in found] == ["relabel", "exclude", "keep"]
    assert [int(line["index"]) for line in found] == before.indices[[FIRST, SECOND, THIRD]].tolist()
    assert found[1]["label"] == ""
    (tmp_path / "decisions.csv").write_bytes(content)
    again = reopened(tmp_path / "decisions.csv")
    assert again.indices.tolist() == np.delete(before.indices, SECOND).tolist()
    assert again.labels.tolist() == np.delete(expected(before), SECOND).tolist()
    assert again.source_fingerprint == before.fingerprint


@pytest.mark.parametrize("format", DECISION_FILES["labels"])  # type: ignore[index]
def test_corrected_labels_are_taken_as_labels(
    decided: Workspace, before: Dataset, tmp_path: Path, format: str
) -> None:
    (tmp_path / f"labels.{format}").write_bytes(export(decided, "labels", format))

    again = reopened(tmp_path / f"labels.{format}")

    assert again.indices.tolist() == np.delete(before.indices, SECOND).tolist()
    assert again.labels.tolist() == np.delete(expected(before), SECOND).tolist()


def reopened(labels: Path) -> Dataset:
    settings = {**REQUEST.settings(), "labels": str(labels)}
    return open_dataset(AnalysisRequest.from_settings(settings).data, seed=REQUEST.seed)


def test_an_array_has_a_number_for_every_sample_of_the_original(decided: Workspace, before: Dataset) -> None:
    found = np.load(io.BytesIO(export(decided, "labels", "npy")), allow_pickle=False)

    assert found.shape == (1797,)
    assert found.dtype == np.int64
    assert (found == -1).sum() == 1797 - 199
    assert found[before.indices[THIRD]] == before.labels[THIRD]


def test_who_is_excluded_and_who_is_kept_as_lists(
    decided: Workspace, before: Dataset, tmp_path: Path
) -> None:
    gone, kept = before.indices[[SECOND]], np.delete(before.indices, SECOND)
    for what, listed in {"excluded": gone, "kept": kept}.items():
        found = {format: export(decided, what, format) for format in DECISION_FILES[what]}  # type: ignore[index]
        assert list(found) == ["npy", "json", "csv", "txt"]
        assert np.array_equal(np.load(io.BytesIO(found["npy"]), allow_pickle=False), listed)
        assert found["txt"].decode().split() == list(map(str, listed))
        for format, written in found.items():
            (tmp_path / f"list.{format}").write_bytes(written)
            read = read_indices(tmp_path / f"list.{format}", "remove", before.fingerprint)
            assert np.array_equal(read, listed)
        content = json.loads(found["json"])
        assert content["indices"] == listed.tolist()
        assert content["strategy"] == "decisions"
        assert content["note"] is None
    assert len(lines(export(decided, "kept", "csv"))) == 200
    (line,) = lines(export(decided, "excluded", "csv"))
    assert (int(line["index"]), int(line["label"])) == (gone[0], before.labels[SECOND])
    assert line["reason"].startswith("excluded by decision of 20")


def test_where_nothing_is_decided_files_say_so(finished: Workspace, before: Dataset) -> None:
    assert lines(export(finished, "decisions", "csv")) == []
    assert len(lines(export(finished, "labels", "csv"))) == 200
    assert export(finished, "excluded", "txt") == b""
    assert np.load(io.BytesIO(export(finished, "kept", "npy"))).tolist() == before.indices.tolist()


@pytest.mark.parametrize(
    ("what", "format", "field"),
    [("nothing", "csv", "what"), ("decisions", "npy", "format"), ("labels", "txt", "format")],
)
def test_what_there_is_not_is_refused(finished: Workspace, what: str, format: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        export(finished, what, format)
    assert caught.value.field == field


def test_names_that_a_spreadsheet_would_run_come_back(workspace: Workspace, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "images", per_class=4, classes=2, side=8)
    (folder / "digit-0").rename(folder / "=SUM(A1)")
    settings = {"source": str(folder), "model": "mlp", "epochs": 1}
    analysis_id = workspace.submit(AnalysisRequest.from_settings(settings)).id
    workspace.run(analysis_id)
    workspace.decide(analysis_id, 5, "relabel", 0)

    content = export(workspace, "decisions", "csv", analysis_id)

    (line,) = lines(content)
    assert (line["label"], line["given"], line["path"]) == ("'=SUM(A1)", "digit-1", "digit-1/0001.png")
    (tmp_path / "d.csv").write_bytes(content)
    request = AnalysisRequest.from_settings({**settings, "labels": str(tmp_path / "d.csv")})
    assert open_dataset(request.data, seed=0).labels.tolist() == [0] * 4 + [1, 0, 1, 1]
