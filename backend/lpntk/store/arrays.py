"""Named arrays of an owner (a data set, a checkpoint, an analysis, a job, a column), cut into parts by rows.

A part is about a MiB, so that one sample's row of a long array is read without the rest of it. Each says how
long the whole array is, so that none can be missing unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import ColumnElement

from lpntk.store import blobs, recent, seals
from lpntk.store.damage import MISSING, Part
from lpntk.store.tables import (
    AnalysisArray,
    CheckpointArray,
    ColumnArray,
    DatasetArray,
    NamedArray,
    UnitArray,
)

PART_BYTES = 1 << 18

_OWNERS: dict[type[NamedArray], str] = {
    DatasetArray: "dataset_id",
    CheckpointArray: "checkpoint_id",
    AnalysisArray: "analysis_id",
    UnitArray: "job_id",
    ColumnArray: "column_id",
}


def _parts_of(table: type[NamedArray]) -> Select[Any]:
    of_array = (getattr(table, _OWNERS[table]) == bindparam("owner"), table.name == bindparam("array"))
    return select(*blobs.columns(table)).where(*of_array).order_by(table.start)


def _part_with_row(table: type[NamedArray]) -> Select[Any]:
    before = _parts_of(table).where(table.start <= bindparam("row")).order_by(None)
    return before.order_by(table.start.desc()).limit(1)


def _parts_of_each(table: type[NamedArray]) -> Select[Any]:
    owner: ColumnElement[int] = getattr(table, _OWNERS[table])
    of_arrays = (owner == bindparam("owner"), table.name.in_(bindparam("arrays", expanding=True)))
    return select(*blobs.columns(table)).where(*of_arrays).order_by(table.name, table.start)


def _parts_with_row(table: type[NamedArray]) -> Select[Any]:
    """Of each array the last part that begins before a row or with it."""
    other = aliased(table)
    owner: ColumnElement[int] = getattr(other, _OWNERS[table])
    before = (owner == bindparam("owner"), other.name == table.name, other.start <= bindparam("row"))
    latest = select(func.max(other.start)).where(*before).scalar_subquery()
    return _parts_of_each(table).where(table.start == latest)


# Made once: a click has a score of them, and making one takes as long as having it answered.
_PARTS = {table: _parts_of(table) for table in _OWNERS}
_PART_WITH_ROW = {table: _part_with_row(table) for table in _OWNERS}
_PARTS_OF_EACH = {table: _parts_of_each(table) for table in _OWNERS}
_PARTS_WITH_ROW = {table: _parts_with_row(table) for table in _OWNERS}


def write(session: Session, table: type[NamedArray], owner: int, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Put arrays in place of those of the same names."""
    for name, array in arrays.items():
        session.execute(delete(table).where(_owned(table, owner), table.name == name))
        whole = {_OWNERS[table]: owner, "name": name, "length": _rows(array)}
        rows = [blobs.pack(table, rows, start=start, **whole) for start, rows in _parts(array)]
        session.execute(insert(table), rows)


def read(session: Session, table: type[NamedArray], owner: int, name: str) -> NDArray[Any]:
    """A whole array, read-only. StoreError if it is not there or damaged."""
    return recent.recall(session, _key(table, owner, name), lambda: read_anew(session, table, owner, name))


def read_anew(session: Session, table: type[NamedArray], owner: int, name: str) -> NDArray[Any]:
    """As `read`, of an array that may have changed since it was read last."""
    rows = session.execute(_PARTS[table], {"owner": owner, "array": name}).all()
    part = _part(session, table, owner, name)
    if not rows:
        raise part.damaged(MISSING)
    return _joined(rows, table, part)


def read_each(
    session: Session, table: type[NamedArray], owner: int, names: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Those of some arrays that there are, by name, as `read` reads them, with one statement for all."""
    kept = _kept(session, table, owner, names)
    if kept is not None:
        return kept
    rows = session.execute(_PARTS_OF_EACH[table], {"owner": owner, "arrays": list(names)})
    found = {
        name: _joined(list(parts), table, _part(session, table, owner, name))
        for name, parts in groupby(rows, key=lambda row: row.name)
    }
    recent.keep(session, _several(table, owner, names), tuple(found))
    for name, array in found.items():
        recent.keep(session, _key(table, owner, name), array)
    return found


def read_row_of_each(
    session: Session, table: type[NamedArray], owner: int, names: Sequence[str], row: int
) -> dict[str, NDArray[Any]]:
    """One row of those of some arrays that there are, by name, as `read_row`, with one statement for all."""
    kept = _kept(session, table, owner, names)
    if kept is not None:
        return {name: np.asarray(array[row]) for name, array in kept.items()}
    found = {}
    asked = {"owner": owner, "arrays": list(names), "row": row}
    for one in session.execute(_PARTS_WITH_ROW[table], asked):
        part = _part(session, table, owner, one.name)
        array = blobs.unpack(one, table, part)
        if row - one.start >= len(array):
            raise part.damaged("lacks a part")
        found[one.name] = np.asarray(array[row - one.start])
    return found


def _kept(
    session: Session, table: type[NamedArray], owner: int, names: Sequence[str]
) -> dict[str, NDArray[Any]] | None:
    """Those of some arrays that there are, if all of them are still kept from an earlier reading."""
    there = recent.find(session, _several(table, owner, names))
    if there is None:
        return None
    kept: dict[str, NDArray[Any]] = {}
    for name in there:
        array = recent.find(session, _key(table, owner, name))
        if array is None:
            return None
        kept[name] = array
    return kept


def _joined(rows: Sequence[Any], table: type[NamedArray], part: Part) -> NDArray[Any]:
    """The array whose parts are in these rows, in their order."""
    arrays = [blobs.unpack(row, table, part) for row in rows]
    ends = np.cumsum([_rows(array) for array in arrays]).tolist()
    if [row.start for row in rows] != [0, *ends[:-1]] or rows[0].length != ends[-1]:
        raise part.damaged("lacks a part")
    if len(arrays) == 1:
        return arrays[0]
    whole = np.concatenate(arrays)
    whole.flags.writeable = False
    return whole


def read_row(session: Session, table: type[NamedArray], owner: int, name: str, row: int) -> NDArray[Any]:
    """One row of an array, or its one number (0-dimensional). StoreError if it is not there or damaged."""
    array, start = _around(session, table, owner, name, row)
    if row - start >= len(array):
        raise _part(session, table, owner, name).damaged("lacks a part")
    return np.asarray(array[row - start])


def _around(
    session: Session, table: type[NamedArray], owner: int, name: str, row: int
) -> tuple[NDArray[Any], int]:
    """The part of an array that holds a row, or the array, and the row that it begins with."""
    whole = recent.find(session, _key(table, owner, name))
    if whole is not None:
        return whole, 0
    found = session.execute(_PART_WITH_ROW[table], {"owner": owner, "array": name, "row": row}).one_or_none()
    part = _part(session, table, owner, name)
    if found is None:
        raise part.damaged(MISSING)
    array = blobs.unpack(found, table, part)
    if found.start == 0 and found.length == len(array):
        recent.keep(session, _key(table, owner, name), array)
    return array, found.start


def lengths(session: Session, table: type[NamedArray], name: str, owners: Collection[int]) -> dict[int, int]:
    """How many rows the arrays of one name have, by owner; reads nothing of the arrays."""
    owner: ColumnElement[int] = getattr(table, _OWNERS[table])
    first = select(*seals.fields(table)).where(table.name == name, table.start == 0, owner.in_(list(owners)))
    totals: dict[int, int] = {}
    for row in session.execute(first):
        number = row._mapping[_OWNERS[table]]
        seals.check(row, table, _part(session, table, number, name))
        totals[number] = row.length
    return totals


def read_small(
    session: Session, table: type[NamedArray], name: str, owners: Collection[int]
) -> dict[int, NDArray[Any]]:
    """The arrays of one name, each of one part, by owner. StoreError if one is damaged."""
    owner: ColumnElement[int] = getattr(table, _OWNERS[table])
    wanted = select(*blobs.columns(table)).where(table.name == name, owner.in_(list(owners)))
    found = {}
    for row in session.execute(wanted):
        number = row._mapping[_OWNERS[table]]
        found[number] = blobs.unpack(row, table, _part(session, table, number, name))
    return found


def names(session: Session, table: type[NamedArray], owner: int, prefix: str) -> list[str]:
    """The names that begin with `prefix`, sorted."""
    found = session.scalars(
        select(table.name)
        .where(_owned(table, owner), table.name.startswith(prefix, autoescape=True))
        .distinct()
    )
    return sorted(found)


def copy(session: Session, table: type[NamedArray], owner: int, to: int, prefix: str) -> None:
    """Give another owner the arrays whose names begin with `prefix`."""
    chosen = (_owned(table, owner), table.name.startswith(prefix, autoescape=True))
    for row in session.execute(select(*seals.fields(table)).where(*chosen)).all():
        part = _part(session, table, owner, row.name)
        same = (_owned(table, owner), table.name == row.name, table.start == row.start)
        seals.copy(session, table, row, same, part, **{_OWNERS[table]: to})


def remove(session: Session, table: type[NamedArray], owner: int, prefix: str) -> None:
    """Drop the arrays whose names begin with `prefix`."""
    session.execute(delete(table).where(_owned(table, owner), table.name.startswith(prefix, autoescape=True)))


def _key(table: type[NamedArray], owner: int, name: str) -> tuple[str, int, str]:
    return (table.__name__, owner, name)


def _several(table: type[NamedArray], owner: int, names: Sequence[str]) -> tuple[str, int, tuple[str, ...]]:
    return (table.__name__, owner, tuple(names))


def _owned(table: type[NamedArray], owner: int) -> ColumnElement[bool]:
    column: ColumnElement[int] = getattr(table, _OWNERS[table])
    return column == owner


def _parts(array: NDArray[Any]) -> list[tuple[int, NDArray[Any]]]:
    """(first row, rows) of each part; an array without rows or axes is one part."""
    if array.ndim == 0 or array.nbytes <= PART_BYTES:
        return [(0, array)]
    step = max(1, PART_BYTES * len(array) // array.nbytes)
    return [(start, array[start : start + step]) for start in range(0, len(array), step)]


def _rows(array: NDArray[Any]) -> int:
    return len(array) if array.ndim else 1


def _part(session: Session, table: type[NamedArray], owner: int, name: str) -> Part:
    column = _OWNERS[table]
    return Part(session, f"'{name}' of {column.removesuffix('_id')} {owner}", (column, owner))
