"""Tags and notes that a person puts on samples of a finished analysis, or takes away again."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from lpntk.domain import InputError
from lpntk.domain.keeping import Note, Tag, note_text, tag_name
from lpntk.pipeline.results import tags as reading
from lpntk.pipeline.results.results import Results
from lpntk.store import notes, tags


@dataclass(frozen=True)
class Tagged:
    """What became of a tag.

    Attributes
    ----------
    tag
        What it is now, of this analysis's samples; without samples where it is gone.
    changed
        How many samples have it now and had not, or the other way round.
    """

    tag: Tag
    changed: int


def change(results: Results, name: str, *, add: ArrayLike = (), remove: ArrayLike = ()) -> Tagged:
    """Give a tag to some samples, and take it from others, in one step; one without samples goes.

    Parameters
    ----------
    name
        Any; where there is a tag that differs by upper and lower case alone, it is that one.
    add, remove
        (n,) indices. One that is in both has the tag afterwards.

    Raises
    ------
    NotFoundError
        If there is no such sample, or it is to be taken away and there is no such tag.
    InputError
        If the name is none, no sample is named, or there are too many tags.
    """
    wanted = tag_name(name)
    given, taken = (results.indices[results.rows_of(indices)] for indices in (add, remove))
    if not len(given) and not len(taken):
        raise InputError("No sample is named: say which get the tag or lose it.", field="add")
    with results.database.writing() as session:
        tag, changed = tags.change(
            session, results.decided_of, wanted, add=given, remove=taken, now=results.now
        )
    if tag is None:
        return Tagged(Tag(wanted, 0, results.indices[:0]), changed)
    return Tagged(reading.here(results, tag), changed)


def rename(results: Results, name: str, to: str, *, merge: bool = False) -> Tag:
    """Call a tag something else, on all samples of this data.

    Parameters
    ----------
    merge
        Whether it becomes one with the tag that is called so already.

    Raises
    ------
    NotFoundError
        If there is no such tag.
    ConflictError
        If another one is called so already, and they are not to become one.
    InputError
        If the new name is none.
    """
    with results.database.writing() as session:
        renamed = tags.rename(
            session, results.decided_of, tag_name(name), tag_name(to), merge=merge, now=results.now
        )
    return reading.here(results, renamed)


def delete(results: Results, name: str) -> None:
    """Take a tag from all samples of this data. NotFoundError if there is none."""
    with results.database.writing() as session:
        tags.delete(session, results.decided_of, tag_name(name))


def write_note(results: Results, index: int, text: str, *, before: str | None = None) -> Note | None:
    """Write on a sample, in place of what is there; an empty text takes that away.

    Parameters
    ----------
    before
        What was seen there, empty for nothing; None where it may be anything.

    Returns
    -------
    note
        What stands there now; None for nothing.

    Raises
    ------
    NotFoundError
        If there is no such sample.
    ConflictError
        If somebody has written something else meanwhile.
    InputError
        If the text is too long, or cannot be shown.
    """
    index = int(results.indices[results.row_of(index)])  # a number of NumPy's is none to a database
    with results.database.writing() as session:
        return notes.write(
            session, results.decided_of, index, note_text(text), before=before, now=results.now
        )
