"""`lpntk.open`, and an analysis as a table in other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import lpntk
from lpntk.domain import InputError, NotFoundError, StoreError
from lpntk.pipeline.workspace import Workspace
from lpntk.scores import SCORES
from support.analyses import REQUEST, finished_analysis


@pytest.fixture
def library(tmp_path: Path) -> Iterator[lpntk.Library]:
    """A finished analysis and two that wait, of one name."""
    url, _ = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        for seed in (1, 2):
            workspace.submit(replace(REQUEST, seed=seed, name="twice"))
    with lpntk.open(url) as library:
        yield library


def test_analyses_are_found_by_number_and_by_name(library: lpntk.Library) -> None:
    assert list(library) == [3, 2, 1]
    assert len(library) == 3
    assert library[1].id == library["Two hundred digits"].id == 1
    assert {number: analysis.id for number, analysis in library.items()} == {1: 1, 2: 2, 3: 3}
    assert 1 in library
    assert "twice, thrice" not in library


def test_it_shows_what_there_is(library: lpntk.Library) -> None:
    first, *rest = repr(library).splitlines()

    assert first.startswith("3 analyses in ")
    assert rest == ["  3  twice  (queued)", "  2  twice  (queued)", "  1  Two hundred digits  (done)"]


def test_what_names_none_or_several_is_said(library: lpntk.Library, tmp_path: Path) -> None:
    with pytest.raises(KeyError) as caught:
        library["twins"]
    assert isinstance(caught.value, NotFoundError)
    assert str(caught.value).startswith("There is no analysis 'twins' in ")
    assert str(caught.value).endswith("there is 3 (twice), 2 (twice), 1 (Two hundred digits).")
    with pytest.raises(KeyError, match="Analyses 3, 2 are called 'twice': give the number of one"):
        library["twice"]
    with pytest.raises(StoreError):
        lpntk.open(f"sqlite:///{tmp_path / 'nowhere.db'}")
    assert not (tmp_path / "nowhere.db").exists()


def test_an_analysis_is_an_arrow_stream_of_all_its_columns(library: lpntk.Library) -> None:
    analysis = library[1]
    analysis.tag("odd", [14, 17])
    analysis.note(17, "Is it a 7?")

    table = pa.table(analysis)  # by __arrow_c_stream__, as polars and DuckDB do

    assert table.equals(analysis.to_arrow())
    assert table.num_rows == 200
    assert {"index", "label", "label_name", "predicted_name", "x", "y", "tags", "note"} < set(
        table.column_names
    )
    assert "path" not in table.column_names  # the digits are no files
    assert "true_label" not in table.column_names  # none was flipped
    scores = analysis.scores(frame=False)
    for name in SCORES.keys() & scores.keys():
        np.testing.assert_array_equal(table[name].to_numpy(), scores[name])
    rows = {row["index"]: row for row in table.select(["index", "tags", "note"]).to_pylist()}
    assert (rows[17]["tags"], rows[17]["note"]) == (["odd"], "Is it a 7?")
    assert (rows[16]["tags"], rows[16]["note"]) == ([], None)


def test_some_columns_in_their_order(library: lpntk.Library) -> None:
    assert library[1].to_arrow(["y", "x", "loss"]).column_names == ["y", "x", "loss"]
    with pytest.raises(InputError, match="Unknown column 'z'"):
        library[1].to_arrow(["z"])
    with pytest.raises(NotFoundError, match="are no files"):
        library[1].to_arrow(["path"])
