"""Columns that a person adds to the samples of a finished analysis, or takes away again."""

from __future__ import annotations

from dataclasses import dataclass

from lpntk.columns import Owner, matched
from lpntk.columns.given import Given
from lpntk.domain.columns import ColumnKind
from lpntk.domain.keeping import column_name
from lpntk.pipeline.material.taken import is_taken
from lpntk.pipeline.results.results import Results
from lpntk.store import own_columns
from lpntk.store.own_columns import Held


@dataclass(frozen=True)
class Added:
    """What came of adding columns.

    Attributes
    ----------
    columns
        Those that were added.
    notes
        What was left out and why, a sentence each.
    """

    columns: tuple[Held, ...]
    notes: tuple[str, ...]

    @property
    def embeddings(self) -> list[Held]:
        """Those that are vectors."""
        return [held for held in self.columns if held.kind is ColumnKind.EMBEDDING]


def add(results: Results, given: Given, *, replace: bool = False) -> Added:
    """Keep columns with the data: every analysis of the same samples has them.

    Parameters
    ----------
    replace
        Whether they take the place of those that are called the same.

    Raises
    ------
    InputError
        If they do not fit the samples, or one is called as what is the program's own; it says where.
    ConflictError
        If there is one of the same name, and it is not to be replaced.
    """
    owner = Owner(results.indices, results.locations, results.dataset.original_size)
    found = matched(given, owner, is_taken)
    with results.database.writing() as session:
        added = own_columns.put(
            session,
            results.decided_of,
            found.columns,
            found.indices,
            replace=replace,
            now=results.now,
        )
    return Added(tuple(added), tuple(found.notes))


def remove(results: Results, name: str) -> None:
    """Take a column from the data, and what was made of it from every analysis. NotFoundError."""
    with results.database.writing() as session:
        own_columns.delete(session, results.decided_of, column_name(name))
