"""Statements that the repositories share."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lpntk.store.tables import Base


def insert_if_absent(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same unique key exists; True if it was inserted."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(literal(True))).first() is not None


def affected(session: Session, statement: Update | Delete) -> int:
    """Execute, and say how many rows it changed; objects that the session holds already stay as they are."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
