"""Named arrays of an owner (a data set, a checkpoint, an analysis, a plan), cut into parts by rows.

A part is about a MiB, so that one sample's row of a long array is read without the rest of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, inspect, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.domain import StoreError
from lpntk.store.blobs import damaged, pack, unpack
from lpntk.store.tables import AnalysisArray, CheckpointArray, DatasetArray, NamedArray, PlanArray

PART_BYTES = 1 << 20

_OWNERS: dict[type[NamedArray], str] = {
    DatasetArray: "dataset_id",
    CheckpointArray: "checkpoint_id",
    AnalysisArray: "analysis_id",
    PlanArray: "plan_id",
}


def write(session: Session, table: type[NamedArray], owner: int, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Put arrays in place of those of the same names."""
    for name, array in arrays.items():
        session.execute(delete(table).where(_owned(table, owner), table.name == name))
        rows = [
            {_OWNERS[table]: owner, "name": name, "start": start, **pack(part)}
            for start, part in _parts(array)
        ]
        session.execute(insert(table), rows)


def read(session: Session, table: type[NamedArray], owner: int, name: str) -> NDArray[Any]:
    """A whole array. StoreError if it is not there or damaged."""
    parts = session.execute(
        select(table.start, table.dtype, table.shape, table.checksum, table.data)
        .where(_owned(table, owner), table.name == name)
        .order_by(table.start)
    ).all()
    what = _what(table, owner, name)
    if not parts:
        raise _missing(what)
    arrays = [unpack(part, what) for part in parts]
    if [part.start for part in parts] != np.cumsum([0, *(_rows(a) for a in arrays[:-1])]).tolist():
        raise damaged(what)
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def read_row(session: Session, table: type[NamedArray], owner: int, name: str, row: int) -> NDArray[Any]:
    """One row of an array, or its one number (0-dimensional). StoreError if it is not there or damaged."""
    part = session.execute(
        select(table.start, table.dtype, table.shape, table.checksum, table.data)
        .where(_owned(table, owner), table.name == name, table.start <= row)
        .order_by(table.start.desc())
        .limit(1)
    ).one_or_none()
    what = _what(table, owner, name)
    if part is None:
        raise _missing(what)
    array = unpack(part, what)
    if row - part.start >= len(array):
        raise damaged(what)
    return np.asarray(array[row - part.start])


def lengths(session: Session, table: type[NamedArray], name: str, owners: Collection[int]) -> dict[int, int]:
    """How many rows the arrays of one name have, by owner; reads nothing of the arrays."""
    owner: ColumnElement[int] = getattr(table, _OWNERS[table])
    totals: dict[int, int] = {}
    wanted = select(owner, table.shape).where(table.name == name, owner.in_(list(owners)))
    for number, shape in session.execute(wanted):
        totals[number] = totals.get(number, 0) + shape[0]
    return totals


def read_small(
    session: Session, table: type[NamedArray], name: str, owners: Collection[int]
) -> dict[int, NDArray[Any]]:
    """The arrays of one name, each of one part, by owner. StoreError if one is damaged."""
    owner: ColumnElement[int] = getattr(table, _OWNERS[table])
    wanted = select(
        owner.label("owner"), table.start, table.dtype, table.shape, table.checksum, table.data
    ).where(table.name == name, owner.in_(list(owners)))
    return {part.owner: unpack(part, _what(table, part.owner, name)) for part in session.execute(wanted)}


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
    mine = _OWNERS[table]
    columns = [column for column in inspect(table).columns if column.name != mine]
    chosen = select(literal(to), *columns).where(
        _owned(table, owner), table.name.startswith(prefix, autoescape=True)
    )
    session.execute(insert(table).from_select([mine, *columns], chosen))


def remove(session: Session, table: type[NamedArray], owner: int, prefix: str) -> None:
    """Drop the arrays whose names begin with `prefix`."""
    session.execute(delete(table).where(_owned(table, owner), table.name.startswith(prefix, autoescape=True)))


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


def _what(table: type[NamedArray], owner: int, name: str) -> str:
    return f"'{name}' of {_OWNERS[table].removesuffix('_id')} {owner}"


def _missing(what: str) -> StoreError:
    return StoreError(f"The database is damaged: {what} is missing; delete the analysis and run it again.")
