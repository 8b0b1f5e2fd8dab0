"""Columns of scores come back whole and by the row, with one statement, and not again from what is kept."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import delete, event

from lpntk.domain import StoreError
from lpntk.store import arrays, scores
from lpntk.store.engine import Database
from lpntk.store.recent import Recent
from lpntk.store.tables import AnalysisArray
from support.records import add_analysis

COLUMNS = {
    "loss": np.arange(100, dtype=np.float64) / 7,
    "group": np.arange(100) % 3,
    "lonely": np.where(np.arange(100) % 2, np.nan, 1.0),
}
ASKED = ("loss", "absent", "lonely")


@pytest.fixture
def owner(database: Database, monkeypatch: pytest.MonkeyPatch) -> int:
    """An analysis with columns of seven parts each."""
    monkeypatch.setattr(arrays, "PART_BYTES", 64)
    analysis_id = add_analysis(database)[0]
    with database.writing() as session:
        scores.write(session, analysis_id, {"old": np.zeros(3)})
        scores.write(session, analysis_id, COLUMNS)
    return analysis_id


def test_columns_come_back_as_float32_in_place_of_older_ones(database: Database, owner: int) -> None:
    with database.reading() as session:
        assert scores.names(session, owner) == sorted(COLUMNS)
        found = scores.columns(session, owner, ASKED)

    assert found.keys() == {"loss", "lonely"}
    for name, column in found.items():
        assert column.dtype == np.float32
        np.testing.assert_array_equal(column, COLUMNS[name].astype(np.float32))


@pytest.mark.parametrize("at", [0, 15, 16, 99])
def test_a_sample_s_row_is_that_of_the_columns(database: Database, owner: int, at: int) -> None:
    with database.reading() as session:
        found = scores.row(session, owner, ASKED, at)

    expected = {name: float(COLUMNS[name].astype(np.float32)[at]) for name in ("loss", "lonely")}
    np.testing.assert_equal(found, expected)


def test_all_of_them_take_one_statement_and_none_the_second_time(database: Database, owner: int) -> None:
    asked: list[str] = []
    recent = Recent()
    event.listen(database._engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for statements in (1, 1):
        with database.reading() as session:
            recent.attach(session, owner)
            asked.clear()
            first = scores.columns(session, owner, ASKED)
            assert len([text for text in asked if text.startswith("SELECT")]) <= statements
            asked.clear()
            scores.columns(session, owner, ASKED)
            assert scores.row(session, owner, ASKED, 4)["loss"] == first["loss"][4]
            assert asked == []


def test_a_part_that_is_missing_is_damage(database: Database, owner: int) -> None:
    with database.writing() as session:
        session.execute(
            delete(AnalysisArray).where(AnalysisArray.name == "scores/loss", AnalysisArray.start == 16)
        )
    with database.reading() as session:
        with pytest.raises(StoreError, match="lacks a part"):
            scores.columns(session, owner, ASKED)
        with pytest.raises(StoreError, match="lacks a part"):
            scores.row(session, owner, ASKED, 20)
