"""Notes on samples, by the fingerprint of a data set under the labels of its source: one a sample."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError
from lpntk.domain.keeping import Note
from lpntk.store import seals
from lpntk.store.damage import PERSONS, Part
from lpntk.store.statements import alone, of_owner, put
from lpntk.store.tables import DatasetRow, NoteRow


def get_all(session: Session, fingerprint: str) -> dict[int, Note]:
    """The notes on samples of a data set by index, ascending. StoreError if one is damaged."""
    here = of_owner(NoteRow.fingerprint, fingerprint, DatasetRow.source_fingerprint)
    wanted = select(*seals.fields(NoteRow)).where(here).order_by(NoteRow.index)
    found = {}
    for row in session.execute(wanted).all():
        index, text, written_at = (row._mapping[key] for key in ("index", "text", "written_at"))
        seals.check(row, NoteRow, Part(session, f"the note on sample {index}", PERSONS))
        if row.fingerprint == fingerprint:
            moment = datetime.fromtimestamp(written_at, UTC).isoformat(timespec="seconds")
            found[index] = Note(index, text, moment)
    return found


def write(
    session: Session, fingerprint: str, index: int, text: str, *, before: str | None, now: float
) -> Note | None:
    """Write a note in place of the one that is there; an empty text takes it away.

    Parameters
    ----------
    text
        As `note_text` makes it.
    before
        The text that whoever writes has seen there, empty for none; None where it may be anything.

    Returns
    -------
    note
        What stands there now; None for nothing.

    Raises
    ------
    ConflictError
        If there stands another text than was seen.
    """
    # What was seen must be what is replaced, whoever else writes.
    alone(session)
    there = get_all(session, fingerprint).get(index)
    if before is not None and before != (there.text if there else ""):
        raise ConflictError(
            f"Somebody wrote on sample {index} meanwhile: look at what is there now, and write again.",
            field="text",
        )
    if not text:
        session.execute(
            delete(NoteRow)
            .where(NoteRow.fingerprint == fingerprint, NoteRow.index == index)
            .execution_options(synchronize_session=False)
        )
        return None
    values = {"fingerprint": fingerprint, "index": index, "text": text, "written_at": now}
    put(session, NoteRow, **seals.sealed(NoteRow, values))
    return get_all(session, fingerprint)[index]
