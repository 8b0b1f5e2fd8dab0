"""Seals: a checksum of each row, so that no number or name in it is believed that nobody wrote.

What a row's seal covers is said in tables/base.py. A row is sealed when it is written, here, and checked
where it is turned into something else.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Double, Row, insert, inspect, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.store.damage import Part
from lpntk.store.tables import Base, Blob, Sealed

_SEAL = "seal"
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=repr)
_COVERED: dict[type[Sealed], dict[str, tuple[str, bool]]] = {}
_FORMS: dict[type[Sealed], tuple[str, tuple[tuple[str, str, bool], ...]]] = {}


def checksum(table: str, values: Mapping[str, Any]) -> int:
    """CRC-32 of the values of a row by column name, in a form that is the same on every database."""
    # What JSON has no word for is not what was written, and its repr makes it differ from that.
    return zlib.crc32(_ENCODER.encode([table, values]).encode())


def fields(table: type[Sealed]) -> list[InstrumentedAttribute[Any]]:
    """What to select of a row to be able to check it: all that the seal covers, and the seal."""
    return [getattr(table, key) for key in (*_covered(table), _SEAL)]


def sealed(table: type[Sealed], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row with its seal; all that it covers must be among them."""
    return {**values, _SEAL: _seal(table, values)}


def check(row: Sealed | Row[Any], table: type[Sealed], part: Part) -> None:
    """Raise StoreError if a row, or what was selected of it, is not as it was written."""
    if not is_intact(row, table):
        raise part.damaged()


def is_intact(row: Sealed | Row[Any], table: type[Sealed]) -> bool:
    """Whether a row, or what was selected of it, is as it was written."""
    values = _values(row, table)
    return bool(values[_SEAL] == _seal(table, values))


def change(
    session: Session,
    table: type[Sealed],
    where: Iterable[ColumnElement[bool]],
    part_of: Callable[[Row[Any]], Part],
    **values: Any,
) -> int:
    """Set columns of the rows that meet all conditions, seal them anew, and say how many they were.

    Parameters
    ----------
    part_of
        What a row is, for the error.

    Raises
    ------
    StoreError
        If one of them is not as it was written, which a new seal would hide.
    """
    number = [getattr(table, key) for key in _keys(table) if key not in _covered(table)]
    rows = session.execute(select(*number, *fields(table)).where(*where).with_for_update()).all()
    for row in rows:
        check(row, table, part_of(row))
        session.execute(
            update(table)
            .where(*(getattr(table, key) == row._mapping[key] for key in _keys(table)))
            .values(**values, seal=_seal(table, {**row._mapping, **values}))
            .execution_options(synchronize_session=False)
        )
    return len(rows)


def copy(
    session: Session,
    table: type[Sealed],
    row: Row[Any],
    where: Iterable[ColumnElement[bool]],
    part: Part,
    **values: Any,
) -> None:
    """Insert a copy of a row with other values in some columns; its BLOBs do not leave the database.

    Parameters
    ----------
    row
        What was selected of it: its `fields`.
    where
        How it is found.
    """
    check(row, table, part)
    new = sealed(table, {**row._mapping, **values})
    keys = inspect(table).column_attrs.keys()
    chosen = select(
        *(literal(new[key], getattr(table, key).type) if key in new else getattr(table, key) for key in keys)
    )
    session.execute(insert(table).from_select(keys, chosen.where(*where)))


def _keys(table: type[Sealed]) -> list[str]:
    mapper = inspect(table)
    return [mapper.get_property_by_column(column).key for column in mapper.primary_key]


def _covered(table: type[Sealed]) -> dict[str, tuple[str, bool]]:
    """By attribute what the seal covers: the column's name, and whether it holds fractions."""
    if table not in _COVERED:
        _COVERED[table] = _covered_of(inspect(table))
    return _COVERED[table]


def _covered_of(mapper: Mapper[Any]) -> dict[str, tuple[str, bool]]:
    covered = {}
    for column in mapper.columns:
        is_key = mapper.primary_key == (column,) and not column.foreign_keys
        own_number = is_key and not mapper.class_.seals_number
        key = mapper.get_property_by_column(column).key
        if not (own_number or isinstance(column.type, Blob) or key == _SEAL or key in mapper.class_.unsealed):
            covered[key] = (column.name, isinstance(column.type, Double))
    return covered


def _seal(table: type[Sealed], values: Mapping[str, Any]) -> int:
    """As `checksum`, put together from parts: a table of samples has as many seals as samples."""
    if table not in _FORMS:
        _FORMS[table] = _form_of(table)
    beginning, covered = _FORMS[table]
    # A database gives a fraction back where a whole number was written into a column of fractions.
    parts = [
        before + _encoded(_fraction(values[key]) if is_fraction else values[key])
        for key, before, is_fraction in covered
    ]
    return zlib.crc32(f"{beginning}{','.join(parts)}}}]".encode())


def _form_of(table: type[Sealed]) -> tuple[str, tuple[tuple[str, str, bool], ...]]:
    """How the text begins that is sealed; then by column name each attribute and what stands before it."""
    assert issubclass(table, Base)
    covered = sorted((name, key, is_fraction) for key, (name, is_fraction) in _covered(table).items())
    parts = tuple((key, f"{_ENCODER.encode(name)}:", is_fraction) for name, key, is_fraction in covered)
    return f"[{_ENCODER.encode(table.__tablename__)},{{", parts


def _encoded(value: Any) -> str:
    if value is None:
        return "null"
    return str(value) if type(value) is int else _ENCODER.encode(value)


def _fraction(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def _values(row: Sealed | Row[Any], table: type[Sealed]) -> Mapping[str, Any]:
    if isinstance(row, Row):
        return dict(zip(row._fields, row, strict=True))
    return {key: getattr(row, key) for key in (*_covered(table), _SEAL)}
