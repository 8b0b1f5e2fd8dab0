"""Rows read as they were written, and put somewhere else under new numbers, sealed anew.

So no damage is copied: what is read is checked first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, UniqueConstraint, func, insert, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lpntk.store import seals
from lpntk.store.blobs import verified
from lpntk.store.damage import PERSONS, Part
from lpntk.store.tables import ArrayColumns, Blob, Sealed

# A tile of a kernel may have megabytes, and a row of samples a kilobyte.
ROWS_AT_ONCE = 200
_LARGE_AT_ONCE = 2

Table = type[Sealed]


class Transfer:
    """Rows from one session to another, or to the same one.

    Attributes
    ----------
    source, target
        Where rows are read, and where they are written.
    numbers
        By table and number in the source the numbers in the target of what is there.
    """

    def __init__(self, source: Session, target: Session) -> None:
        self.source, self.target = source, target
        self.numbers: dict[tuple[Table, int], int] = {}

    def rows(self, table: Table, wanted: Select[Any]) -> Iterator[dict[str, Any]]:
        """Rows by attribute, each as it was written. StoreError if one is damaged."""
        at_once = _LARGE_AT_ONCE if issubclass(table, ArrayColumns) else ROWS_AT_ONCE
        for row in self.source.execute(wanted.execution_options(yield_per=at_once)):
            part = Part(self.source, f"a row of {name_of(table)}", _owner_of(row._mapping))
            seals.check(row, table, part)
            for content, checksum in _blobs(table):
                verified(row._mapping[content], row._mapping[checksum], part)
            yield dict(row._mapping)

    def insert(self, table: Table, row: Mapping[str, Any]) -> int:
        """Insert a row under a new number, returned and remembered; 0 where it has none."""
        own = own_number(table)
        if own is None:
            self.target.execute(insert(table).values(**seals.sealed(table, row)))
            return 0
        values = {key: value for key, value in row.items() if key != own.key}
        number = self.target.scalars(insert(table).values(**seals.sealed(table, values)).returning(own)).one()
        self.numbers[table, row[own.key]] = number
        return int(number)

    def is_there(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Whether the target has a row of the same natural key."""
        same = [getattr(table, key) == row[key] for key in _natural_key(table)]
        return self.target.scalar(select(func.count()).select_from(table).where(*same)) != 0


def columns_of(table: Table) -> list[InstrumentedAttribute[Any]]:
    """All columns of a table."""
    return [getattr(table, key) for key, _ in inspect(table).column_attrs.items()]


def own_number(table: Table) -> InstrumentedAttribute[Any] | None:
    """The column of a number that the database gives, where rows have one."""
    first, *others = inspect(table).primary_key
    return None if others or first.foreign_keys or first.name != "id" else getattr(table, first.name)


def name_of(table: Table) -> str:
    """What a table is called in the database."""
    return str(inspect(table).local_table.name)


def _natural_key(table: Table) -> list[str]:
    """What no two rows share beside a number that says nothing."""
    mapper = inspect(table)
    unique = [one for one in mapper.local_table.constraints if isinstance(one, UniqueConstraint)]
    columns = mapper.primary_key if own_number(table) is None else list(unique[0].columns)
    return [mapper.get_property_by_column(column).key for column in columns]


def _blobs(table: Table) -> Iterator[tuple[str, str]]:
    """By attribute each BLOB and its checksum."""
    for column in inspect(table).columns:
        if isinstance(column.type, Blob):
            name = "checksum" if column.name == "data" else f"{column.name}_checksum"
            yield column.name, name


def _owner_of(row: Mapping[Any, Any]) -> tuple[str, int]:
    """Whose a row is, for who has to delete it where it is damaged."""
    for column in ("analysis_id", "dataset_id", "checkpoint_id"):
        if row.get(column) is not None:
            return column, row[column]
    return PERSONS
