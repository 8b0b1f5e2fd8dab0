"""An analysis with all that belongs to it, from one database to another.

What belongs to what is read from the tables: a row goes with its owner where it would be deleted with it, and
what people keep goes with the fingerprint of its data set. Every row is checked as it is read and sealed anew
under its new numbers, so that no damage is copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Select, UniqueConstraint, func, insert, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lpntk.domain import AnalysisRequest, JobState, Progress
from lpntk.domain.job import STOPPED
from lpntk.domain.keeping import kept_of
from lpntk.store import analyses, jobs, seals, tags
from lpntk.store.blobs import verified
from lpntk.store.damage import PERSONS, Part
from lpntk.store.statements import alone
from lpntk.store.tables import (
    AnalysisRow,
    ArrayColumns,
    Base,
    Blob,
    CheckpointRow,
    ColumnRow,
    DatasetRow,
    DecisionRow,
    JobRow,
    Sealed,
    TagRow,
)

ENDED = (JobState.DONE, *STOPPED)

# A tile of a kernel may have megabytes, and a row of samples a kilobyte.
_ROWS_AT_ONCE = 200
_LARGE_AT_ONCE = 2

Table = type[Sealed]
Numbers = dict[tuple[Table, int], int]


@dataclass(frozen=True)
class Copied:
    """What became of a copy.

    Attributes
    ----------
    id
        The analysis in the database that it was copied to.
    is_new
        Whether it was not there before.
    kept
        How many decisions and notes on the same samples were there already, and stay as they are.
    """

    id: int
    is_new: bool
    kept: int = 0


def copy_analysis(source: Session, target: Session, analysis_id: int, progress: Progress) -> Copied:
    """Add an analysis to another database; the one that it extends comes along.

    Parameters
    ----------
    source, target
        A transaction that reads one state, and one that writes: nobody sees a part of the copy.
    analysis_id
        One whose jobs have ended, or nothing of them that has not is copied.
    progress
        Told how many rows are copied.

    Raises
    ------
    NotFoundError
        If there is no such analysis.
    StoreError
        If something of it is damaged.
    """
    alone(target)
    return _Copy(source, target, progress).analysis(analysis_id)


@dataclass(frozen=True)
class _Owned:
    """The rows of a table that belong to a row of another."""

    table: Table
    column: InstrumentedAttribute[Any]
    owner: tuple[Table, int]

    def select(self, *columns: Any) -> Select[Any]:
        wanted = select(*columns).where(self.column == self.owner[1])
        return wanted.where(JobRow.state.in_(ENDED)) if self.table is JobRow else wanted


class _Copy:
    """One copy, and the numbers that rows have got."""

    def __init__(self, source: Session, target: Session, progress: Progress) -> None:
        self._source, self._target, self._progress = source, target, progress
        self._numbers: Numbers = {}
        self._done = self._total = self._kept = 0
        self._logs: dict[tuple[str, int], bool] = {}

    def analysis(self, analysis_id: int) -> Copied:
        """An analysis with its data set, its checkpoint and what people keep beside it."""
        record = analyses.get(self._source, analysis_id)
        (row,) = self._rows(AnalysisRow, select(*_columns(AnalysisRow)).where(AnalysisRow.id == analysis_id))
        known = self._target.scalar(select(AnalysisRow.id).where(AnalysisRow.key == row["key"]))
        if known is not None:
            return Copied(known, is_new=False)
        changed: dict[str, Any] = {"request": self._request(record.request, row["request"])}
        if row["dataset_id"] is not None:
            changed["dataset_id"] = self._shared(DatasetRow, row["dataset_id"], DatasetRow.identity)
        if row["checkpoint_id"] is not None:
            changed["checkpoint_id"] = self._checkpoint(row["checkpoint_id"])
        number = self._insert(AnalysisRow, {**row, **changed})
        if row["dataset_id"] is not None:
            self._kept_beside(row["dataset_id"], record.request)
        self._belongings(AnalysisRow, analysis_id)
        jobs.touch(self._target)
        return Copied(number, is_new=True, kept=self._kept)

    def _request(self, request: AnalysisRequest, stored: dict[str, Any]) -> dict[str, Any]:
        """What was asked for, where the analysis that this one extends has its number there."""
        if request.extends is None:
            return stored
        there = select(AnalysisRow.id).where(AnalysisRow.id == request.extends)
        base = 0  # the number of none: it is deleted
        if self._source.scalar(there) is not None:
            base = self.analysis(request.extends).id
        return {**stored, "extends": base}

    def _checkpoint(self, number: int) -> int:
        trained_on = self._source.scalars(
            select(CheckpointRow.dataset_id).where(CheckpointRow.id == number)
        ).one()
        self._shared(DatasetRow, trained_on, DatasetRow.identity)
        return self._shared(CheckpointRow, number, CheckpointRow.key)

    def _shared(self, table: Table, number: int, unique: InstrumentedAttribute[Any]) -> int:
        """What several analyses may use: the one that is there, or a copy."""
        if (table, number) in self._numbers:
            return self._numbers[table, number]
        own: Any = inspect(table).primary_key[0]
        (row,) = self._rows(table, select(*_columns(table)).where(own == number))
        name = row[unique.key]
        there = None if name is None else self._target.scalar(select(own).where(unique == name))
        if there is not None:
            self._numbers[table, number] = there
            return int(there)
        if "dataset_id" in row:
            row["dataset_id"] = self._numbers[DatasetRow, row["dataset_id"]]
        self._insert(table, row)
        self._belongings(table, number)
        return self._numbers[table, number]

    def _belongings(self, table: Table, number: int) -> None:
        owned = list(self._owned(table, number))
        self._total += sum(self._source.scalar(one.select(func.count())) or 0 for one in owned)
        for one in owned:
            owner = self._numbers.get(one.owner)
            if owner is None:
                continue  # of a task on what was not copied
            if _own_number(one.table) is None:
                # What has no number of its own is found by its owner's.
                self._numbers[one.table, one.owner[1]] = owner
            for row in self._rows(one.table, one.select(*_columns(one.table))):
                if one.table is JobRow:
                    self._insert_task(row, owner)
                else:
                    self._insert(one.table, {**row, one.column.key: owner})
                self._done += 1
                if self._done % _ROWS_AT_ONCE == 0 or issubclass(one.table, ArrayColumns):
                    self._progress(self._done, self._total)
        self._progress(self._done, self._total)

    def _insert_task(self, row: Mapping[str, Any], owner: int) -> None:
        """A job; one on a column of a person's own names it by its number there, or is left out with it."""
        request = row["request"]
        if "column" not in request:
            self._insert(JobRow, {**row, "analysis_id": owner})
            return
        column = self._numbers.get((ColumnRow, request["column"]))
        if column is not None:
            changed = {**request, "column": column}
            key = jobs.key_of(changed)
            self._insert(JobRow, {**row, "analysis_id": owner, "request": changed, "key": key})

    def _owned(self, table: Table, number: int) -> Iterator[_Owned]:
        """What belongs to a row, and to that, owners first."""
        for child, column in _children(table):
            one = _Owned(child, column, (table, number))
            yield one
            if _children(child):
                own = _own_number(child)
                for of_child in self._source.scalars(one.select(column if own is None else own)).all():
                    yield from self._owned(child, of_child)

    def _kept_beside(self, dataset_id: int, request: AnalysisRequest) -> None:
        """What people keep of the samples, as far as nothing else is kept of them there."""
        labelled, plain = self._source.execute(
            select(DatasetRow.fingerprint, DatasetRow.source_fingerprint).where(DatasetRow.id == dataset_id)
        ).one()
        fingerprint = kept_of(request.data, labelled, plain)
        for table in _by_fingerprint():
            column: Any = table.fingerprint  # type: ignore[attr-defined]
            wanted = select(*_columns(table)).where(column == fingerprint)
            for row in list(self._rows(table, wanted.order_by(*inspect(table).primary_key))):
                if table is DecisionRow:
                    self._decision(row)
                elif self._is_there(table, row):
                    self._add_to_what_is_there(table, row)
                else:
                    number = self._insert(table, row)
                    if number:
                        self._belongings(table, row["id"])

    def _is_there(self, table: Table, row: Mapping[str, Any]) -> bool:
        same = [getattr(table, key) == row[key] for key in _natural_key(table)]
        return self._target.scalar(select(func.count()).select_from(table).where(*same)) != 0

    def _add_to_what_is_there(self, table: Table, row: Mapping[str, Any]) -> None:
        """A tag has its samples here and there; of anything else what is there stays."""
        if table is not TagRow:
            self._kept += 1
            return
        found = next(tag for tag in tags.get_all(self._source, row["fingerprint"]) if tag.name == row["name"])
        none = np.empty(0, dtype=np.int64)
        tags.change(
            self._target,
            row["fingerprint"],
            found.name,
            add=found.indices,
            remove=none,
            now=row["changed_at"],
        )

    def _decision(self, row: Mapping[str, Any]) -> None:
        """An entry of a sample's log, which comes whole, or not where there is one."""
        sample = (row["fingerprint"], row["index"])
        if sample not in self._logs:
            of = (DecisionRow.fingerprint == sample[0], DecisionRow.index == sample[1])
            count = select(func.count()).select_from(DecisionRow).where(*of)
            self._logs[sample] = self._target.scalar(count) == 0
            self._kept += not self._logs[sample]
        if not self._logs[sample]:
            return
        values = {
            **{key: value for key, value in row.items() if key not in ("id", "seal")},
            "previous": self._numbers.get((DecisionRow, row["previous"]), 0),
            "analysis_id": self._numbers.get((AnalysisRow, row["analysis_id"]), 0),
        }
        entry = DecisionRow(**values, seal=0)
        self._target.add(entry)
        self._target.flush()
        entry.seal = seals.sealed(DecisionRow, {**values, "id": entry.id})["seal"]
        self._target.flush()
        self._numbers[DecisionRow, row["id"]] = entry.id

    def _rows(self, table: Table, wanted: Select[Any]) -> Iterator[dict[str, Any]]:
        """Rows by attribute, each as it was written."""
        at_once = _LARGE_AT_ONCE if issubclass(table, ArrayColumns) else _ROWS_AT_ONCE
        for row in self._source.execute(wanted.execution_options(yield_per=at_once)):
            part = Part(self._source, f"a row of {_name(table)}", _owner_of(row._mapping))
            seals.check(row, table, part)
            for content, checksum in _blobs(table):
                verified(row._mapping[content], row._mapping[checksum], part)
            yield dict(row._mapping)

    def _insert(self, table: Table, row: Mapping[str, Any]) -> int:
        """Insert a row under a new number, returned and remembered; 0 where it has none."""
        own = _own_number(table)
        if own is None:
            self._target.execute(insert(table).values(**seals.sealed(table, row)))
            return 0
        values = {key: value for key, value in row.items() if key != own.key}
        number = self._target.scalars(
            insert(table).values(**seals.sealed(table, values)).returning(own)
        ).one()
        self._numbers[table, row[own.key]] = number
        return int(number)


def _tables() -> list[Table]:
    """Every table of sealed rows, by name."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Sealed)]
    return sorted(found, key=_name)


def _children(table: Table) -> list[tuple[Table, InstrumentedAttribute[Any]]]:
    """The tables whose rows are deleted with a row of this one, and the columns that say with which."""
    found = []
    for child in _tables():
        for column in inspect(child).columns:
            for link in column.foreign_keys:
                if link.column.table.name == _name(table) and link.ondelete == "CASCADE":
                    found.append((child, getattr(child, inspect(child).get_property_by_column(column).key)))
    return found


def _by_fingerprint() -> list[Table]:
    """The tables of what people keep of samples."""
    return [one for one in _tables() if hasattr(one, "fingerprint") and one is not DatasetRow]


def _natural_key(table: Table) -> list[str]:
    """What no two rows share beside a number that says nothing."""
    mapper = inspect(table)
    unique = [one for one in mapper.local_table.constraints if isinstance(one, UniqueConstraint)]
    columns = mapper.primary_key if _own_number(table) is None else list(unique[0].columns)
    return [mapper.get_property_by_column(column).key for column in columns]


def _own_number(table: Table) -> InstrumentedAttribute[Any] | None:
    """The column of a number that the database gives, where rows have one."""
    first, *others = inspect(table).primary_key
    return None if others or first.foreign_keys or first.name != "id" else getattr(table, first.name)


def _columns(table: Table) -> list[InstrumentedAttribute[Any]]:
    return [getattr(table, key) for key, _ in inspect(table).column_attrs.items()]


def _blobs(table: Table) -> Iterator[tuple[str, str]]:
    """By attribute each BLOB and its checksum."""
    for column in inspect(table).columns:
        if isinstance(column.type, Blob):
            name = "checksum" if column.name == "data" else f"{column.name}_checksum"
            yield column.name, name


def _name(table: Table) -> str:
    return str(inspect(table).local_table.name)


def _owner_of(row: Mapping[Any, Any]) -> tuple[str, int]:
    """Whose a row is, for who has to delete it where it is damaged."""
    for column in ("analysis_id", "dataset_id", "checkpoint_id"):
        if row.get(column) is not None:
            return column, row[column]
    return PERSONS
