"""Notes in the database: one a sample, not written over unseen, and their damage is said."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lpntk.domain import ConflictError, StoreError
from lpntk.domain.keeping import Note
from lpntk.store import notes
from lpntk.store.engine import Database

DATA, OTHER = "d" * 64, "e" * 64


def write(
    database: Database, index: int, words: str, before: str | None = None, of: str = DATA
) -> Note | None:
    with database.writing() as session:
        return notes.write(session, of, index, words, before=before, now=1_700_000_000.5)


def found(database: Database, of: str = DATA) -> dict[int, str]:
    with database.reading() as session:
        return {index: note.text for index, note in notes.get_all(session, of).items()}


def test_what_was_written_comes_back(database: Database) -> None:
    note = write(database, 40, "Is it a 7?")
    write(database, 3, "Or é?")

    assert note == Note(40, "Is it a 7?", "2023-11-14T22:13:20+00:00")
    assert list(found(database).items()) == [(3, "Or é?"), (40, "Is it a 7?")]
    assert found(database, OTHER) == {}


def test_the_latest_stands_there(database: Database) -> None:
    write(database, 3, "one")
    write(database, 3, "another")
    write(database, 3, "elsewhere", of=OTHER)
    assert found(database) == {3: "another"}

    assert write(database, 3, "") is None
    assert write(database, 3, "") is None
    assert (found(database), found(database, OTHER)) == ({}, {3: "elsewhere"})


def test_who_has_not_seen_what_stands_there_is_told(database: Database) -> None:
    write(database, 3, "one", before="")
    write(database, 3, "two", before="one")

    for before in ("", "one"):
        with pytest.raises(ConflictError, match="Somebody wrote on sample 3 meanwhile"):
            write(database, 3, "three", before=before)
    assert found(database) == {3: "two"}


@pytest.mark.parametrize(
    "damage", ["text = 'x'", "sample_index = 4", "fingerprint = 'x'", "written_at = 1", "seal = 0"]
)
def test_a_damaged_one_is_said(database: Database, damage: str) -> None:
    write(database, 3, "one")
    with database.writing() as session:
        session.execute(text(f"UPDATE note SET {damage}"))

    with pytest.raises(StoreError, match=r"the note on sample \d does not match .*; restore the database"):
        found(database)
