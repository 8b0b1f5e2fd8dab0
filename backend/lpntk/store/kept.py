"""What people keep of samples, given to the same samples of other data, or in another database.

Where something is kept of them there already, it stays: a tag has its samples of both, and a sample's note
and its log of decisions come where it has none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from lpntk.domain.keeping import CameAlong
from lpntk.store import arrays, decisions, notes, saved_views, seals, tags
from lpntk.store.statements import alone
from lpntk.store.tables import AnalysisArray, DecisionRow, NoteRow, TagRow
from lpntk.store.transfer import Table, Transfer, columns_of

_CAME_ALONG = "came along"


def take_along(session: Session, of: str, to: str, *, analysis_id: int, extension: int) -> CameAlong:
    """Give what is kept of the first samples of an extension to them there, and its saved views to it.

    Parameters
    ----------
    of, to
        The fingerprints of the samples before, and with those that came.
    analysis_id, extension
        The analysis that was extended, and what became of it; how much came along is remembered of it.

    Raises
    ------
    StoreError
        If something of it is damaged.
    """
    alone(session)
    before = len(notes.get_all(session, to)), len(decisions.current(session, to))
    giving = Giving(Transfer(session, session), of, to, looked_at=lambda number: number)
    for table in (TagRow, NoteRow, DecisionRow):
        giving.give(table)
    session.expire_all()
    came = CameAlong(
        tags=len(tags.get_all(session, of)),
        notes=len(notes.get_all(session, to)) - before[0],
        decisions=len(decisions.current(session, to)) - before[1],
        views=saved_views.give(session, analysis_id, extension),
    )
    counts = np.array([came.tags, came.notes, came.decisions, came.views])
    arrays.write(session, AnalysisArray, extension, {_CAME_ALONG: counts})
    return came


def came_along(session: Session, analysis_id: int) -> CameAlong:
    """What came along when another analysis became this one; nothing with one that extends none."""
    found = arrays.read_small(session, AnalysisArray, _CAME_ALONG, [analysis_id])
    return CameAlong(*found[analysis_id].tolist()) if found else CameAlong()


class Giving:
    """What is kept of the samples of one fingerprint, for those of another or the same one.

    Parameters
    ----------
    transfer
        From where to where, in a transaction that is alone with what people keep.
    of, to
        The fingerprints there.
    looked_at
        From the number of the analysis that was looked at for a decision to the one that it has there, 0 for
        none.

    Attributes
    ----------
    stayed
        How many decisions and notes there were already, and stay as they are.
    """

    def __init__(self, transfer: Transfer, of: str, to: str, *, looked_at: Callable[[int], int]) -> None:
        self._transfer, self._of, self._to, self._looked_at = transfer, of, to, looked_at
        self._logs: dict[int, bool] = {}
        self.stayed = 0

    def give(self, table: Table) -> list[int]:
        """Give what is in one table; the numbers, at the source, of the rows that were inserted and have one.

        Raises
        ------
        StoreError
            If something of it is damaged.
        """
        column: Any = table.fingerprint  # type: ignore[attr-defined]
        wanted = select(*columns_of(table)).where(column == self._of).order_by(*inspect(table).primary_key)
        added = []
        # All are read first: they may be written into the table that they come from.
        for row in list(self._transfer.rows(table, wanted)):
            here = {**row, "fingerprint": self._to}
            if table is DecisionRow:
                self._decision(here)
            elif self._transfer.is_there(table, here):
                self._add_to_what_is_there(table, here)
            elif self._transfer.insert(table, here):
                added.append(int(row["id"]))
        return added

    def _add_to_what_is_there(self, table: Table, row: dict[str, Any]) -> None:
        if table is not TagRow:
            self.stayed += 1
            return
        name, none = row["name"], np.empty(0, dtype=np.int64)
        found = next(tag for tag in tags.get_all(self._transfer.source, self._of) if tag.name == name)
        target, now = self._transfer.target, row["changed_at"]
        tags.change(target, self._to, found.name, add=found.indices, remove=none, now=now)

    def _decision(self, row: dict[str, Any]) -> None:
        """An entry of a sample's log, which comes whole, or not where there is one."""
        index, target, numbers = row["index"], self._transfer.target, self._transfer.numbers
        if index not in self._logs:
            of = (DecisionRow.fingerprint == self._to, DecisionRow.index == index)
            self._logs[index] = target.scalar(select(func.count()).select_from(DecisionRow).where(*of)) == 0
            self.stayed += not self._logs[index]
        if not self._logs[index]:
            return
        values = {
            **{key: value for key, value in row.items() if key not in ("id", "seal")},
            "previous": numbers.get((DecisionRow, row["previous"]), 0),
            "analysis_id": self._looked_at(row["analysis_id"]),
        }
        entry = DecisionRow(**values, seal=0)
        target.add(entry)
        target.flush()
        entry.seal = seals.sealed(DecisionRow, {**values, "id": entry.id})["seal"]
        target.flush()
        numbers[DecisionRow, row["id"]] = entry.id
