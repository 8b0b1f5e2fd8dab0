"""What jobs come to, unit by unit: one that is there need not be computed again.

A unit is a name, some plain values, and arrays where there are any; it is written in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lpntk.store import arrays, seals
from lpntk.store.damage import MISSING, Part
from lpntk.store.tables import JobRow, UnitArray, UnitRow


def write(
    session: Session,
    job_id: int,
    name: str,
    value: Mapping[str, Any],
    of_arrays: Mapping[str, NDArray[Any]] | None = None,
) -> None:
    """Write a unit that is not there yet.

    Parameters
    ----------
    value
        What JSON has words for.
    of_arrays
        Arrays by name, read again with `array(…, f"{unit}/{name}")`; the whole name has at most 80
        characters.
    """
    row = {"job_id": job_id, "name": name, "value": dict(value)}
    session.execute(insert(UnitRow).values(seals.sealed(UnitRow, row)))
    named = {f"{name}/{own}": values for own, values in (of_arrays or {}).items()}
    arrays.write(session, UnitArray, job_id, named)


def values(session: Session, job_id: int) -> dict[str, dict[str, Any]]:
    """The values of all units by name, in the order in which they were written. StoreError."""
    rows = session.scalars(select(UnitRow).where(UnitRow.job_id == job_id).order_by(UnitRow.id)).all()
    owner = session.scalar(select(JobRow.analysis_id).where(JobRow.id == job_id))
    for row in rows:
        part = Part(session, f"the unit '{row.name}' of analysis {owner}", ("analysis_id", owner or 0))
        seals.check(row, UnitRow, part)
    return {row.name: row.value for row in rows}


def array(session: Session, job_id: int, name: str) -> NDArray[Any]:
    """An array of a unit: "unit/name". StoreError if it is not there or damaged."""
    return arrays.read_anew(session, UnitArray, job_id, name)


def row_of_each(session: Session, job_id: int, names: Sequence[str], row: int) -> dict[str, NDArray[Any]]:
    """One row of each of some arrays, by name, without reading the others. StoreError."""
    found = arrays.read_row_of_each(session, UnitArray, job_id, names, row)
    for name in names:
        if name not in found:
            raise Part(session, f"'{name}' of job {job_id}", ("job_id", job_id)).damaged(MISSING)
    return found
