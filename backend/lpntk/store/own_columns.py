"""Columns of what people know of samples, by the fingerprint of a data set under the labels of its source.

A column is written once and stays as it is: what takes its place has another number. So what is made of one,
and remembered by its number, is of that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError, InputError, NotFoundError
from lpntk.domain.columns import MOST_COLUMNS, NONE, Column, ColumnKind
from lpntk.domain.job import EMBEDDING
from lpntk.domain.keeping import key_of
from lpntk.store import arrays, seals
from lpntk.store.damage import PERSONS, Part
from lpntk.store.jobs import touch
from lpntk.store.statements import alone, of_owner
from lpntk.store.tables import ColumnArray, ColumnRow, DatasetRow, JobRow, PlanForecastRow


@dataclass(frozen=True)
class Held:
    """A column that is kept, without its values.

    Attributes
    ----------
    id
        Its number, which no other one will have.
    name, kind, categories
        As of `Column`.
    known
        Of how many samples it is known.
    dimensions
        How many numbers an embedding has a sample; 1 of any other.
    """

    id: int
    name: str
    kind: ColumnKind
    categories: tuple[str, ...]
    known: int
    dimensions: int


def get_all(session: Session, fingerprint: str) -> list[Held]:
    """The columns of a data set, in the order in which they were added. StoreError if one is damaged."""
    return list(_held(session, fingerprint).values())


def values(session: Session, held: Held, indices: NDArray[np.int64]) -> Column:
    """A column of samples of the data set; what it does not hold is not known.

    Parameters
    ----------
    indices
        (N,) int64, ascending.

    Raises
    ------
    NotFoundError
        If it is an embedding that lacks one of them.
    """
    of = arrays.read_anew(session, ColumnArray, held.id, "indices")
    kept = arrays.read_anew(session, ColumnArray, held.id, "values")
    if np.array_equal(of, indices):
        return Column(held.name, held.kind, kept, held.categories)
    places = np.minimum(np.searchsorted(of, indices), len(of) - 1)
    there = of[places] == indices
    if held.kind is ColumnKind.EMBEDDING:
        if not there.all():
            raise NotFoundError(
                f"The embedding '{held.name}' is not of sample {indices[~there][0]}: add it again with all "
                "samples of this analysis.",
                field="name",
            )
        return Column(held.name, held.kind, kept[places])
    nothing = NONE if held.kind is ColumnKind.CATEGORY else np.nan
    found = np.where(there, kept[places], nothing).astype(kept.dtype)
    return Column(held.name, held.kind, found, held.categories)


def put(
    session: Session,
    fingerprint: str,
    columns: Sequence[Column],
    indices: NDArray[np.int64],
    *,
    replace: bool,
    now: float,
) -> list[Held]:
    """Keep columns of samples of a data set: all of them, or none.

    Parameters
    ----------
    columns
        Of n samples each.
    indices
        (n,) int64, ascending: which these are.
    replace
        Whether they take the place of those that are called the same.

    Raises
    ------
    ConflictError
        If one is called as another that is there, and they are not to take its place.
    InputError
        If there are too many.
    """
    alone(session)
    there = _held(session, fingerprint)
    keys = [key_of(column.name) for column in columns]
    for key, column in zip(keys, columns, strict=True):
        if key in there and not replace:
            raise ConflictError(
                f"There is a column '{there[key].name}' already: call '{column.name}' something else, or say "
                "that it takes its place (--replace).",
                field="replace",
            )
    if len(there.keys() | set(keys)) > MOST_COLUMNS:
        raise InputError(
            f"There are {len(there):,} columns already, and there may be {MOST_COLUMNS}: remove some, or add "
            "fewer.",
            field="columns",
        )
    added = []
    for key, column in zip(keys, columns, strict=True):
        if key in there:
            _drop(session, there[key])
        added.append(_add(session, fingerprint, key, column, indices, now))
    return added


def delete(session: Session, fingerprint: str, name: str) -> None:
    """Remove a column, and what was made of it in any analysis. NotFoundError if there is none."""
    alone(session)
    there = _held(session, fingerprint)
    if key_of(name) not in there:
        raise unknown(name)
    _drop(session, there[key_of(name)])


def unknown(name: str) -> NotFoundError:
    """The error for a name that no column has."""
    return NotFoundError(f"There is no column '{name}' of yours: add it first.", field="name")


def _held(session: Session, fingerprint: str) -> dict[str, Held]:
    """The columns of a data set by key, in the order in which they were added."""
    here = of_owner(ColumnRow.fingerprint, fingerprint, DatasetRow.source_fingerprint)
    wanted = select(ColumnRow).where(here).order_by(ColumnRow.id)
    found = {}
    for row in session.scalars(wanted.execution_options(populate_existing=True)):
        seals.check(row, ColumnRow, Part(session, f"the column '{row.name}'", PERSONS))
        if row.fingerprint == fingerprint:
            categories = tuple(row.categories)
            kind = ColumnKind(row.kind)
            found[row.key] = Held(row.id, row.name, kind, categories, row.known, row.dimensions)
    return found


def _add(
    session: Session, fingerprint: str, key: str, column: Column, indices: NDArray[np.int64], now: float
) -> Held:
    described = {
        "name": column.name,
        "kind": column.kind.value,
        "categories": list(column.categories),
        "known": int(column.known.sum()),
        "dimensions": column.values.shape[1] if column.values.ndim == 2 else 1,
    }
    row = ColumnRow(
        **seals.sealed(ColumnRow, {"fingerprint": fingerprint, "key": key, **described, "added_at": now})
    )
    session.add(row)
    session.flush()
    arrays.write(session, ColumnArray, row.id, {"indices": indices, "values": column.values})
    return Held(row.id, column.name, column.kind, column.categories, row.known, row.dimensions)


def _drop(session: Session, held: Held) -> None:
    """Remove a column with what was made of it: of those that are called the same on other data, too."""
    about = session.execute(select(JobRow.id, JobRow.request).where(JobRow.kind == EMBEDDING))
    made_of_it = [job_id for job_id, request in about if request.get("column") == held.id]
    called = held.name.casefold()
    forecast = [
        strategy
        for strategy in session.scalars(select(PlanForecastRow.strategy).distinct())
        if called in strategy.casefold().split(":")[1:2] or strategy.casefold().endswith(f":{called}")
    ]
    for statement in (
        delete_rows(JobRow).where(JobRow.id.in_(made_of_it)),
        delete_rows(PlanForecastRow).where(PlanForecastRow.strategy.in_(forecast)),
        delete_rows(ColumnRow).where(ColumnRow.id == held.id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    if made_of_it:
        touch(session)
