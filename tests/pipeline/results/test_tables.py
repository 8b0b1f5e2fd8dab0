"""Any columns of any samples as a table, and the table that other programs open."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, InputError, NotFoundError
from lpntk.domain.exports import PLAN_FORMATS
from lpntk.pipeline.results import files, lists, tables
from lpntk.pipeline.results.parquet import arrow_table
from lpntk.pipeline.review import tagging
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning.reading import read_indices
from support.data import write_image_folder
from support.reading import Read

EVERY = (
    *("index", "label", "label_name", "predicted", "predicted_name", "suggested", "suggested_name", "head"),
    *("head_similarity", "x", "y", "tags", "note", "decision", "decided", "loss", "self_max"),
)


@pytest.fixture
def said(finished: Workspace) -> Workspace:
    """The finished analysis, with something said of two of its samples."""
    with finished.results(1) as results:
        first, second = results.indices[:2].tolist()
        tagging.change(results, "odd", add=[first])
        tagging.change(results, "=look", add=[first, second])
        tagging.write_note(results, second, "Is it a 7?")
        finished.decide(1, first, "relabel", (int(results.labels[0]) + 1) % 10)
        finished.decide(1, second, "exclude")
    return finished


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_table_has_the_columns_in_their_order(said: Workspace) -> None:
    with said.results(1) as results:
        found = lines(tables.table(results, EVERY, "csv"))
        indices, labels = results.indices.tolist(), results.labels.tolist()
        loss = tables.column(results, "loss")

    assert list(found[0]) == list(EVERY)
    assert [int(line["index"]) for line in found] == indices
    assert [float(line["loss"]) for line in found] == pytest.approx(np.asarray(loss).tolist())
    first, second, third = found[:3]
    assert (first["tags"], second["tags"], third["tags"]) == ("'=look; odd", "'=look", "")
    assert (first["note"], second["note"]) == ("", "Is it a 7?")
    assert (first["decision"], first["decided"]) == ("relabel", str((labels[0] + 1) % 10))
    assert (second["decision"], second["decided"], third["decision"]) == ("exclude", "", "")


def test_a_table_of_some_samples(said: Workspace) -> None:
    with said.results(1) as results:
        chosen = results.indices[[5, 2, 5]].tolist()
        found = lines(tables.table(results, ["label", "index", "label"], "csv", chosen))

        assert [(list(line), int(line["index"])) for line in found] == [
            (["label", "index"], index) for index in sorted(set(chosen))
        ]
        with pytest.raises(NotFoundError, match="There is no sample 99999"):
            tables.table(results, ["index"], "csv", [99999])


def test_the_same_as_parquet(said: Workspace) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with said.results(1) as results:
        content = tables.table(results, EVERY, "parquet")
        few = parquet.read_table(
            io.BytesIO(tables.table(results, ["tags", "note"], "parquet", results.indices[5:7]))
        )
        loss = tables.column(results, "loss")

    found = parquet.read_table(io.BytesIO(content))
    assert found.column_names == list(EVERY)
    np.testing.assert_array_equal(found["loss"].to_numpy(), loss)
    assert found["tags"].to_pylist()[:3] == [["=look", "odd"], ["=look"], []]
    assert found["note"].to_pylist()[:3] == [None, "Is it a 7?", None]
    # The kind of a column does not depend on what there happens to be in it.
    assert few.schema.types == found.select(["tags", "note"]).schema.types


def test_columns_that_there_are_not(finished: Workspace) -> None:
    with finished.results(1) as results:
        for name, error, said in (
            ("lost", InputError, "Did you mean 'loss'"),
            ("path", NotFoundError, "are no files"),
            ("true_label_name", NotFoundError, "No labels of analysis 1 were flipped"),
        ):
            with pytest.raises(error, match=said):
                tables.table(results, [name], "csv")


@pytest.mark.parametrize("format", PLAN_FORMATS)
def test_a_list_is_read_back(finished: Workspace, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"list.{format}"
    with finished.results(1) as results:
        wanted = results.indices[[9, 3, 3]]
        file.write_bytes(lists.index_list(results, wanted, format, name="odd"))
        fingerprint = results.dataset.fingerprint

    assert read_indices(file, "list", fingerprint).tolist() == sorted(set(wanted.tolist()))
    if format == "csv":
        assert list(lines(file.read_bytes())[0]) == ["index", "path", "label"]


def test_the_table_for_other_programs(said: Workspace) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    samples = Read(said).samples(1)
    found = parquet.read_table(io.BytesIO(Read(said).export(1, "atlas", "parquet")))

    assert found.column_names[:6] == ["index", "label", "predicted", "x", "y", "neighbors"]
    assert found["index"].to_pylist() == samples.index.tolist()
    assert found["label"].to_pylist() == [str(label) for label in samples.label.tolist()]
    for name, column in samples.scores.items():
        np.testing.assert_array_equal(found[name].to_numpy(), column)
    assert found["tags"].to_pylist()[0] == ["=look", "odd"]
    assert found["decision"].to_pylist()[:3] == ["relabel", "exclude", None]
    # Rows, from 0, and not indices: the nearest of row 7 is who has that place in the table.
    row = found["neighbors"].to_pylist()[7]
    nearest = Read(said).sample(1, int(samples.index[7])).neighbours["interchangeable"]  # type: ignore[index]
    assert samples.index[row["ids"][: len(nearest)]].tolist() == [one.index for one in nearest]
    assert row["distances"][: len(nearest)] == pytest.approx(
        [1 - one.similarity for one in nearest], abs=1e-6
    )
    assert row["distances"] == sorted(row["distances"])


def test_it_has_paths_and_images_of_files(workspace: Workspace, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    photos = write_image_folder(tmp_path / "photos", per_class=6, classes=2, side=8)
    request = AnalysisRequest.from_settings({"source": str(photos), "model": "mlp", "epochs": 1})
    workspace.run(workspace.submit(request).id)
    with workspace.results(1) as results:
        found = parquet.read_table(
            io.BytesIO(files.export(results, "atlas", "parquet", images=True))
        ).to_pylist()
        with_paths = lines(tables.table(results, ["path", "index"], "csv"))

    assert [row["path"] for row in found] == [row["path"] for row in with_paths]
    assert all(row["path"].startswith(row["label"]) for row in found)
    assert found[3]["image"]["path"] == found[3]["path"]
    assert found[3]["image"]["bytes"].startswith(b"\x89PNG")


def test_without_its_package_it_is_refused_in_a_sentence(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'lpntk\[parquet\]'"):
        Read(finished).export(1, "atlas", "parquet")


def test_the_whole_table_is_a_file(finished: Workspace) -> None:
    from pyarrow import parquet

    found = parquet.read_table(io.BytesIO(Read(finished).export(1, "parquet", "parquet")))
    with finished.results(1) as results:
        assert found.column_names == tables.available(results)
        assert found.equals(arrow_table(tables.columns(results)))
