"""Views in the database: by name, with their analysis, and their damage is said."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lpntk.domain import InputError, NotFoundError, StoreError
from lpntk.domain.keeping import SavedView
from lpntk.pipeline.workspace import Workspace
from lpntk.store import saved_views
from lpntk.store.engine import Database
from support.records import add_analysis


@pytest.fixture
def analysis_id(database: Database) -> int:
    return add_analysis(database)[0]


def save(database: Database, analysis_id: int, name: str, search: str) -> SavedView:
    with database.writing() as session:
        return saved_views.save(session, analysis_id, name, search, 1_700_000_000.5)


def found(database: Database, analysis_id: int) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(view.name, view.search) for view in saved_views.get_all(session, analysis_id)]


def test_what_was_saved_comes_back(database: Database, analysis_id: int) -> None:
    other, _ = add_analysis(database, "b")
    saved = save(database, analysis_id, "Odd ones", "?colour=loss")
    save(database, analysis_id, "a", "?")

    assert saved == SavedView("Odd ones", "?colour=loss", "2023-11-14T22:13:20+00:00")
    assert found(database, analysis_id) == [("a", "?"), ("Odd ones", "?colour=loss")]
    assert found(database, other) == []
    with database.reading() as session:
        assert saved_views.get(session, analysis_id, "ODD ones") == saved


def test_the_latest_of_a_name_counts(database: Database, analysis_id: int) -> None:
    save(database, analysis_id, "odd", "?one")
    save(database, analysis_id, "Odd", "?two")

    assert found(database, analysis_id) == [("Odd", "?two")]


def test_one_is_deleted(database: Database, analysis_id: int) -> None:
    save(database, analysis_id, "odd", "?")
    with database.writing() as session:
        saved_views.delete(session, analysis_id, "ODD")

    assert found(database, analysis_id) == []
    with database.writing() as session, pytest.raises(NotFoundError, match="There is no view 'odd'"):
        saved_views.delete(session, analysis_id, "odd")
    with database.reading() as session, pytest.raises(NotFoundError, match="There is no view 'odd'"):
        saved_views.get(session, analysis_id, "odd")


def test_there_are_only_so_many(
    database: Database, analysis_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST", 1)
    save(database, analysis_id, "a", "?")

    with pytest.raises(InputError, match="There are 1 views of this analysis already"):
        save(database, analysis_id, "b", "?")
    save(database, analysis_id, "A", "?")


def test_they_go_with_their_analysis(database: Database, analysis_id: int) -> None:
    save(database, analysis_id, "a", "?")
    Workspace(database).delete(analysis_id)

    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM saved_view")).scalar_one() == 0


@pytest.mark.parametrize(
    "damage", ["name = 'x'", "\"key\" = 'x'", "search = '?'", "saved_at = 1", "seal = 0"]
)
def test_a_damaged_one_is_said(database: Database, analysis_id: int, damage: str) -> None:
    save(database, analysis_id, "a", "?x")
    with database.writing() as session:
        session.execute(text(f"UPDATE saved_view SET {damage}"))

    with pytest.raises(StoreError, match=r"the view '.' does not match .*; restore the database"):
        found(database, analysis_id)
