"""Statements that the repositories share."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, inspect, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.store.tables import Base


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
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if is_postgresql else sqlite.insert)(table)


def affected(session: Session, statement: Update | Delete) -> int:
    """Execute, and say how many rows it changed; objects that the session holds already stay as they are."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
