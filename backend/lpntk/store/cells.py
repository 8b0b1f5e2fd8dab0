"""The cells of a data set whose samples are rows of a table, a block a column.

What shows one row to a person is its preview; this is what columns are drawn, sorted and filtered by.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lpntk.domain.columns import Column, ColumnKind
from lpntk.store import blobs
from lpntk.store.damage import MISSING, Part
from lpntk.store.tables import CellColumnRow


def write(session: Session, dataset_id: int, columns: Sequence[Column]) -> None:
    """Keep the columns of a data set, which are called as their headings, in their order."""
    for position, column in enumerate(columns):
        place = {"dataset_id": dataset_id, "position": position, "heading": column.name}
        described = {**place, "kind": column.kind.value, "categories": list(column.categories)}
        session.execute(insert(CellColumnRow).values(**blobs.pack(CellColumnRow, column.values, **described)))


def read(session: Session, dataset_id: int) -> list[Column]:
    """The columns of a data set of rows, in its order. StoreError if they are not there or damaged."""
    wanted = select(*blobs.columns(CellColumnRow)).where(CellColumnRow.dataset_id == dataset_id)
    found: list[Column] = []
    for row in session.execute(wanted.order_by(CellColumnRow.position)):
        values = blobs.unpack(row, CellColumnRow, _part(session, dataset_id, f" '{row.heading}'"))
        if row.position != len(found):
            raise _part(session, dataset_id).damaged("lacks a column")
        found.append(Column(row.heading, ColumnKind(row.kind), values, tuple(row.categories)))
    if not found:
        raise _part(session, dataset_id).damaged(MISSING)
    return found


def _part(session: Session, dataset_id: int, which: str = "") -> Part:
    name = f"the column{which} of data set {dataset_id}" if which else f"the cells of data set {dataset_id}"
    return Part(session, name, ("dataset_id", dataset_id))
