"""What people keep beside an analysis: tags and notes on samples, columns, and views of the page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.errors import InputError, shown
from lpntk.domain.words import has_controls, is_utf8

if TYPE_CHECKING:
    from lpntk.domain.request import DataSettings

LONGEST_TAG = 64
LONGEST_COLUMN = 64
LONGEST_NOTE = 2_000
LONGEST_VIEW = 100
VIEW_BYTES = 64 << 10


@dataclass(frozen=True, eq=False)
class Tag:
    """A word that a person put on some samples.

    Attributes
    ----------
    name
        As it was first written; no other tag differs from it by upper and lower case alone.
    colour
        The number of its colour, from 0: the lowest that no other had when it was made.
    indices
        (n,) int64, ascending: who has it.
    """

    name: str
    colour: int
    indices: NDArray[np.int64]


@dataclass(frozen=True)
class Note:
    """What a person wrote about a sample, and when (ISO 8601, UTC)."""

    index: int
    text: str
    written_at: str


@dataclass(frozen=True)
class SavedView:
    """What the page shows, as the part of its address that says so, and when it was saved (ISO 8601, UTC)."""

    name: str
    search: str
    saved_at: str


@dataclass(frozen=True)
class CameAlong:
    """How much of what people keep of some samples went along to data that begin with them."""

    tags: int = 0
    notes: int = 0
    decisions: int = 0
    views: int = 0


def tag_name(text: str, field: str = "name") -> str:
    """What a person calls a tag, as it is kept. InputError."""
    return _name(text, "A tag", LONGEST_TAG, field)


def column_name(text: str, field: str = "name") -> str:
    """What a person calls a column, as it is kept. InputError."""
    return _name(text, "A column", LONGEST_COLUMN, field)


def view_name(text: str, field: str = "name") -> str:
    """What a person calls a view, as it is kept. InputError."""
    return _name(text, "A view", LONGEST_VIEW, field)


def key_of(name: str) -> str:
    """What two names share that differ by upper and lower case alone."""
    return unicodedata.normalize("NFC", name.casefold())


def note_text(text: str) -> str:
    """What a person wrote, as it is kept: empty where there is nothing but space. InputError."""
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) > LONGEST_NOTE:
        raise InputError(
            f"The note has {len(plain):,} characters: it may have {LONGEST_NOTE:,}.", field="text"
        )
    if not is_utf8(plain) or has_controls(plain.replace("\n", "").replace("\t", "")):
        raise InputError("The note has characters that cannot be shown: leave them out.", field="text")
    return plain


def view_search(text: str) -> str:
    """The part of an address, as it is kept. InputError."""
    if not is_utf8(text) or has_controls(text):
        raise InputError("The view has characters that no address has: encode them.", field="search")
    if len(text.encode()) > VIEW_BYTES:
        raise InputError(f"The view is larger than {VIEW_BYTES >> 10} KiB: choose less.", field="search")
    return text


def _name(text: str, what: str, longest: int, field: str) -> str:
    name = unicodedata.normalize("NFC", text.strip())
    if not name:
        raise InputError(f"{what} needs a name: give it one.", field=field)
    if len(name) > longest:
        raise InputError(f"{what}'s name has {len(name):,} characters: it may have {longest}.", field=field)
    # An address cannot name what holds a stroke, or is nothing but dots.
    if not is_utf8(name) or has_controls(name) or "/" in name or name in (".", ".."):
        raise InputError(
            f"{what} cannot be called '{shown(name)}': take a name without / and what cannot be shown that "
            "is more than dots.",
            field=field,
        )
    return name


def kept_of(data: DataSettings, fingerprint: str, source_fingerprint: str) -> str:
    """The fingerprint of the samples that what people keep belongs to, of the two that a data set has.

    Those are the samples under their source's labels. Where labels were flipped on purpose they are these
    samples alone: to keep a label that was flipped must not say that of the real one.
    """
    return source_fingerprint if data.label_noise is None else fingerprint
