"""Statements that the repositories share."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, func, inspect, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.store.tables import Base

_LOCK = 0x6C706E746C
"""The number of the lock of `alone` on PostgreSQL, which no other program should take there."""


def alone(session: Session) -> None:
    """Wait until no other transaction is past this point, and keep others from it until this one ends.

    What several analyses share is looked for, added, taken into use and dropped behind it: what is found is
    there until it is used, and nobody adds it twice. Whoever writes on SQLite is alone already.
    """
    if _is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def insert_if_absent(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same unique key exists; True if it was inserted."""
    statement = _insert(session, table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(literal(True))).first() is not None


def put(session: Session, table: type[Base], **values: Any) -> None:
    """Insert a whole row, or put its values in place of those of the row with the same primary key."""
    statement = _insert(session, table).values(**values)
    mapper = inspect(table)
    keys = [column.name for column in mapper.primary_key]
    others = [column.name for column in mapper.columns if column.name not in keys]
    session.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in others}
        )
    )


def of_owner(
    owner: InstrumentedAttribute[Any], number: int | str, known: InstrumentedAttribute[Any]
) -> ColumnElement[bool]:
    """What finds the rows of an owner, and those of owners that are not `known`.

    A row whose owner is damaged is of nobody that is known, and would be missed: whoever reads checks the
    seals of all of these, and takes those of the owner.
    """
    return or_(owner == number, owner.not_in(select(known)))


def _insert(session: Session, table: type[Base]) -> Any:
    return (postgresql.insert if _is_postgresql(session) else sqlite.insert)(table)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def affected(session: Session, statement: Update | Delete) -> int:
    """Execute, and say how many rows it changed; objects that the session holds already stay as they are."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
