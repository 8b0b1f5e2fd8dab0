"""Views of an analysis that people saved, by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session

from lpntk.domain import InputError, NotFoundError
from lpntk.domain.addresses import of_more_samples
from lpntk.domain.keeping import SavedView, key_of
from lpntk.store import seals
from lpntk.store.damage import PERSONS, Part
from lpntk.store.statements import of_owner, put
from lpntk.store.tables import AnalysisRow, SavedViewRow

MOST = 200
"""So many views may an analysis have."""


def get_all(session: Session, analysis_id: int) -> list[SavedView]:
    """The views of an analysis, by name. StoreError if one is damaged."""
    return list(_views(session, analysis_id).values())


def get(session: Session, analysis_id: int, name: str) -> SavedView:
    """One view. NotFoundError if there is none."""
    found = _views(session, analysis_id).get(key_of(name))
    if found is None:
        raise _unknown(name)
    return found


def save(session: Session, analysis_id: int, name: str, search: str, now: float) -> SavedView:
    """Save a view in place of the one of that name. InputError if there are too many."""
    there = _views(session, analysis_id)
    if key_of(name) not in there and len(there) >= MOST:
        raise InputError(f"There are {MOST} views of this analysis already: delete one first.", field="name")
    place = {"analysis_id": analysis_id, "key": key_of(name), "name": name}
    values = {**place, "search": search, "saved_at": now}
    put(session, SavedViewRow, **seals.sealed(SavedViewRow, values))
    return get(session, analysis_id, name)


def give(session: Session, analysis_id: int, to: int) -> int:
    """Give another analysis the views, as far as they make sense there, and say how many they are."""
    rows = _rows(session, analysis_id).values()
    for row in rows:
        same = {name: row._mapping[name] for name in ("key", "name", "saved_at")}
        values = {**same, "analysis_id": to, "search": of_more_samples(row.search)}
        put(session, SavedViewRow, **seals.sealed(SavedViewRow, values))
    return len(rows)


def delete(session: Session, analysis_id: int, name: str) -> None:
    """Remove a view. NotFoundError if there is none."""
    get(session, analysis_id, name)
    session.execute(
        delete_rows(SavedViewRow)
        .where(SavedViewRow.analysis_id == analysis_id, SavedViewRow.key == key_of(name))
        .execution_options(synchronize_session=False)
    )


def _views(session: Session, analysis_id: int) -> dict[str, SavedView]:
    return {key: _view(row) for key, row in _rows(session, analysis_id).items()}


def _rows(session: Session, analysis_id: int) -> dict[str, Row[Any]]:
    """The views of an analysis by key, in that order."""
    here = of_owner(SavedViewRow.analysis_id, analysis_id, AnalysisRow.id)
    found = {}
    for row in session.execute(select(*seals.fields(SavedViewRow)).where(here).order_by(SavedViewRow.key)):
        seals.check(row, SavedViewRow, Part(session, f"the view '{row.name}'", PERSONS))
        if row.analysis_id == analysis_id:
            found[row.key] = row
    return found


def _view(row: Row[Any]) -> SavedView:
    moment = datetime.fromtimestamp(row.saved_at, UTC).isoformat(timespec="seconds")
    return SavedView(row.name, row.search, moment)


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"There is no view '{name}' of this analysis: save it first.", field="name")
