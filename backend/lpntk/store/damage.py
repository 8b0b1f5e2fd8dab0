"""What is said of a part of the database that is not as it was written: what it is, and what to delete."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.store.tables import AnalysisRow

MISMATCH = "does not match its checksum"
MISSING = "is missing"

PERSONS = ("person", 0)
"""The owner of what a person said or wrote, which nothing computes again."""


@dataclass(frozen=True)
class Part:
    """A part of the database, and whose it is.

    Parameters
    ----------
    session
        Where to look for the analyses that use it.
    name
        What it is: "the tile (0, 1) of analysis 3".
    owner
        The analysis, data set or checkpoint that it belongs to: ("dataset_id", 3); or `PERSONS`.
    """

    session: Session
    name: str
    owner: tuple[str, int]

    def damaged(self, how: str = MISMATCH) -> StoreError:
        """The error for a part that is not the one that was written."""
        name = self.name.encode(errors="replace").decode()  # it may hold what is no text any more
        if self.owner == PERSONS:
            return StoreError(f"The database is damaged: {name} {how}; restore the database from a backup.")
        if self.owner[0] == "column_id":
            return StoreError(
                f"The database is damaged: {name} {how}; add that column again in its place, or restore the"
                " database from a backup."
            )
        return StoreError(
            f"The database is damaged: {name} {how}; {_remedy(self._analyses())}, or restore the"
            " database from a backup."
        )

    def _analyses(self) -> list[int]:
        """The numbers of the analyses that are lost with it, as far as that can still be told."""
        column, number = self.owner
        if column == "analysis_id":
            return [number]
        if column not in ("dataset_id", "checkpoint_id"):
            return []
        using = select(AnalysisRow.id).where(getattr(AnalysisRow, column) == number).order_by(AnalysisRow.id)
        try:
            return list(self.session.scalars(using))
        except DatabaseError:
            return []


def _remedy(analyses: list[int]) -> str:
    if not analyses:
        return "delete the analysis and run it again"
    commands = " and ".join(f"`lpntk delete {number}`" for number in analyses)
    what = "the analysis" if len(analyses) == 1 else "the analyses that use it"
    return f"delete {what} with {commands} and run it again"
