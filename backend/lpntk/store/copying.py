"""An analysis with all that belongs to it, from one database to another.

What belongs to what is read from the tables: a row goes with its owner where it would be deleted with it, and
what people keep goes with the fingerprint of its data set. Every row is checked as it is read and sealed anew
under its new numbers, so that no damage is copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lpntk.domain import AnalysisRequest, JobState, Progress
from lpntk.domain.job import STOPPED
from lpntk.domain.keeping import kept_of
from lpntk.store import analyses, jobs
from lpntk.store.kept import Giving
from lpntk.store.statements import alone
from lpntk.store.tables import (
    AnalysisRow,
    ArrayColumns,
    Base,
    CheckpointRow,
    ColumnRow,
    DatasetRow,
    JobRow,
    Sealed,
)
from lpntk.store.transfer import ROWS_AT_ONCE, Table, Transfer, columns_of, name_of, own_number

ENDED = (JobState.DONE, *STOPPED)


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
        self._transfer = Transfer(source, target)
        self._numbers = self._transfer.numbers
        self._done = self._total = self._kept = 0

    def analysis(self, analysis_id: int) -> Copied:
        """An analysis with its data set, its checkpoint and what people keep beside it."""
        record = analyses.get(self._source, analysis_id)
        (row,) = self._transfer.rows(
            AnalysisRow, select(*columns_of(AnalysisRow)).where(AnalysisRow.id == analysis_id)
        )
        known = self._target.scalar(select(AnalysisRow.id).where(AnalysisRow.key == row["key"]))
        if known is not None:
            return Copied(known, is_new=False)
        changed: dict[str, Any] = {"request": self._request(record.request, row["request"])}
        if row["dataset_id"] is not None:
            changed["dataset_id"] = self._shared(DatasetRow, row["dataset_id"], DatasetRow.identity)
        if row["checkpoint_id"] is not None:
            changed["checkpoint_id"] = self._checkpoint(row["checkpoint_id"])
        number = self._transfer.insert(AnalysisRow, {**row, **changed})
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
        (row,) = self._transfer.rows(table, select(*columns_of(table)).where(own == number))
        name = row[unique.key]
        there = None if name is None else self._target.scalar(select(own).where(unique == name))
        if there is not None:
            self._numbers[table, number] = there
            return int(there)
        if "dataset_id" in row:
            row["dataset_id"] = self._numbers[DatasetRow, row["dataset_id"]]
        self._transfer.insert(table, row)
        self._belongings(table, number)
        return self._numbers[table, number]

    def _belongings(self, table: Table, number: int) -> None:
        owned = list(self._owned(table, number))
        self._total += sum(self._source.scalar(one.select(func.count())) or 0 for one in owned)
        for one in owned:
            owner = self._numbers.get(one.owner)
            if owner is None:
                continue  # of a task on what was not copied
            if own_number(one.table) is None:
                # What has no number of its own is found by its owner's.
                self._numbers[one.table, one.owner[1]] = owner
            for row in self._transfer.rows(one.table, one.select(*columns_of(one.table))):
                if one.table is JobRow:
                    self._insert_task(row, owner)
                else:
                    self._transfer.insert(one.table, {**row, one.column.key: owner})
                self._done += 1
                if self._done % ROWS_AT_ONCE == 0 or issubclass(one.table, ArrayColumns):
                    self._progress(self._done, self._total)
        self._progress(self._done, self._total)

    def _insert_task(self, row: Mapping[str, Any], owner: int) -> None:
        """A job; one on a column of a person's own names it by its number there, or is left out with it."""
        request = row["request"]
        if "column" not in request:
            self._transfer.insert(JobRow, {**row, "analysis_id": owner})
            return
        column = self._numbers.get((ColumnRow, request["column"]))
        if column is not None:
            changed = {**request, "column": column}
            key = jobs.key_of(changed)
            self._transfer.insert(JobRow, {**row, "analysis_id": owner, "request": changed, "key": key})

    def _owned(self, table: Table, number: int) -> Iterator[_Owned]:
        """What belongs to a row, and to that, owners first."""
        for child, column in _children(table):
            one = _Owned(child, column, (table, number))
            yield one
            if _children(child):
                own = own_number(child)
                for of_child in self._source.scalars(one.select(column if own is None else own)).all():
                    yield from self._owned(child, of_child)

    def _kept_beside(self, dataset_id: int, request: AnalysisRequest) -> None:
        """What people keep of the samples, as far as nothing else is kept of them there."""
        labelled, plain = self._source.execute(
            select(DatasetRow.fingerprint, DatasetRow.source_fingerprint).where(DatasetRow.id == dataset_id)
        ).one()
        fingerprint = kept_of(request.data, labelled, plain)
        giving = Giving(self._transfer, fingerprint, fingerprint, looked_at=self._number_of)
        for table in _by_fingerprint():
            for number in giving.give(table):
                self._belongings(table, number)
        self._kept += giving.stayed

    def _number_of(self, analysis_id: int) -> int:
        """An analysis's number there, 0 where it has not come along."""
        return self._numbers.get((AnalysisRow, analysis_id), 0)


def _tables() -> list[Table]:
    """Every table of sealed rows, by name."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Sealed)]
    return sorted(found, key=name_of)


def _children(table: Table) -> list[tuple[Table, InstrumentedAttribute[Any]]]:
    """The tables whose rows are deleted with a row of this one, and the columns that say with which."""
    found = []
    for child in _tables():
        for column in inspect(child).columns:
            for link in column.foreign_keys:
                if link.column.table.name == name_of(table) and link.ondelete == "CASCADE":
                    found.append((child, getattr(child, inspect(child).get_property_by_column(column).key)))
    return found


def _by_fingerprint() -> list[Table]:
    """The tables of what people keep of samples."""
    return [one for one in _tables() if hasattr(one, "fingerprint") and one is not DatasetRow]
