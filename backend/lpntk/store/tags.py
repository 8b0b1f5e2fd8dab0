"""Tags on samples, by the fingerprint of a data set under the labels of its source.

A row holds a bit for each sample; it is read, changed and written in one transaction, which is alone with
them, so of two who tag at the same time neither is lost. A tag whose last sample goes is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError, InputError, NotFoundError
from lpntk.domain.keeping import Tag, key_of
from lpntk.store import blobs
from lpntk.store.damage import PERSONS, Part
from lpntk.store.statements import alone, of_owner, put
from lpntk.store.tables import DatasetRow, TagRow

MOST = 1_000
"""So many tags may a data set have."""

Bits = NDArray[np.uint8]


def get_all(session: Session, fingerprint: str) -> list[Tag]:
    """The tags on samples of a data set, by name. StoreError if one is damaged."""
    return [_tag(row) for row in _rows(session, fingerprint).values()]


def change(
    session: Session,
    fingerprint: str,
    name: str,
    *,
    add: NDArray[np.int64],
    remove: NDArray[np.int64],
    now: float,
) -> tuple[Tag | None, int]:
    """Give a tag to some samples, and take it from others.

    Parameters
    ----------
    name
        As `tag_name` makes it; where there is one that differs by case alone, it is that one.
    add, remove
        (n,) int64 of indices. One that is in both has the tag afterwards.

    Returns
    -------
    tag, changed
        What it is now, None if no sample has it any more; and of how many samples that is new.

    Raises
    ------
    NotFoundError
        If it is to be taken away, and there is none.
    InputError
        If there are too many tags.
    """
    key = key_of(name)
    rows = _held(session, fingerprint)
    row = rows.get(key)
    if row is None:
        if not len(add):
            raise unknown(name)
        if len(rows) >= MOST:
            raise InputError(f"There are {MOST:,} tags already: delete one first.", field="name")
        colour = _free(row.colour for row in rows.values())
        row = _Row(key, name, colour, np.zeros(0, dtype=np.uint8))
    after = union(without(row.bits, bits_of(remove)), bits_of(add))
    changed = int(np.bitwise_count(difference(row.bits, after)).sum())
    changed_row = _Row(key, row.name, row.colour, after)
    _replace(session, fingerprint, row, changed_row, now)
    return (_tag(changed_row) if after.size else None), changed


def rename(session: Session, fingerprint: str, name: str, to: str, *, merge: bool, now: float) -> Tag:
    """Call a tag something else.

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
    """
    rows = _held(session, fingerprint)
    row, other = rows.get(key_of(name)), rows.get(key_of(to))
    if row is None:
        raise unknown(name)
    bits, colour = row.bits, row.colour
    if other is not None and other is not row:
        if not merge:
            raise ConflictError(
                f"There is a tag '{other.name}' already, on {_count(other.bits):,} samples: call it "
                "something else, or say that the two are to become one.",
                field="name",
            )
        bits, colour = union(row.bits, other.bits), other.colour
    renamed = _Row(key_of(to), to, colour, bits)
    _replace(session, fingerprint, row, renamed, now)
    return _tag(renamed)


def delete(session: Session, fingerprint: str, name: str) -> None:
    """Take a tag from all samples. NotFoundError if there is none."""
    if key_of(name) not in _held(session, fingerprint):
        raise unknown(name)
    _delete(session, fingerprint, key_of(name))


def unknown(name: str) -> NotFoundError:
    """The error for a name that no tag has."""
    return NotFoundError(f"There is no tag '{name}': put it on a sample first.", field="name")


def bits_of(indices: NDArray[np.int64]) -> Bits:
    """A bit for each index up to the largest: 1 for those that are given."""
    if not len(indices):
        return np.zeros(0, dtype=np.uint8)
    flags = np.zeros(int(indices.max()) + 1, dtype=bool)
    flags[indices] = True
    return np.packbits(flags, bitorder="little")


def union(one: Bits, other: Bits) -> Bits:
    """Who is in one of two."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    whole = longer.copy()
    whole[: len(shorter)] |= shorter
    return whole


def without(one: Bits, other: Bits) -> Bits:
    """Who is in the first alone, with no byte of zeros at the end."""
    left, both = one.copy(), min(len(one), len(other))
    left[:both] &= ~other[:both]
    return left[: int(np.flatnonzero(left).max(initial=-1)) + 1]


def difference(one: Bits, other: Bits) -> Bits:
    """Who is in one of two and not in the other."""
    return union(without(one, other), without(other, one))


@dataclass(frozen=True, eq=False)
class _Row:
    key: str
    name: str
    colour: int
    bits: Bits


def _held(session: Session, fingerprint: str) -> dict[str, _Row]:
    """The tags of a data set, which nobody else changes until the transaction ends."""
    alone(session)
    return _rows(session, fingerprint)


def _rows(session: Session, fingerprint: str) -> dict[str, _Row]:
    """The tags of a data set by key, in that order."""
    here = of_owner(TagRow.fingerprint, fingerprint, DatasetRow.source_fingerprint)
    wanted = select(*blobs.columns(TagRow)).where(here).order_by(TagRow.key)
    found = {}
    for row in session.execute(wanted).all():
        bits = blobs.unpack(row, TagRow, Part(session, f"the tag '{row.name}'", PERSONS))
        if row.fingerprint == fingerprint:
            found[row.key] = _Row(row.key, row.name, row.colour, bits)
    return found


def _replace(session: Session, fingerprint: str, row: _Row, by: _Row, now: float) -> None:
    if by.bits.size:
        put(session, TagRow, **_packed(fingerprint, by, now))
    if not by.bits.size or by.key != row.key:
        _delete(session, fingerprint, row.key)


def _delete(session: Session, fingerprint: str, key: str) -> None:
    session.execute(
        delete_rows(TagRow)
        .where(TagRow.fingerprint == fingerprint, TagRow.key == key)
        .execution_options(synchronize_session=False)
    )


def _packed(fingerprint: str, row: _Row, now: float) -> dict[str, Any]:
    place = {"fingerprint": fingerprint, "key": row.key, "name": row.name, "colour": row.colour}
    return blobs.pack(TagRow, row.bits, **place, changed_at=now)


def _tag(row: _Row) -> Tag:
    flags = np.unpackbits(row.bits, bitorder="little")
    return Tag(row.name, row.colour, np.flatnonzero(flags).astype(np.int64))


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


def _free(taken: Iterable[int]) -> int:
    """The lowest number that is not taken."""
    known = set(taken)
    return next(number for number in range(len(known) + 1) if number not in known)
