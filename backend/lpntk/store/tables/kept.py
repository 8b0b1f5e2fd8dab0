"""What people say of samples, which stays whatever becomes of analyses; and views, which go with theirs."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpntk.store.tables.base import NEVER_REUSED, ArrayColumns, Base, NamedArray, Sealed


class DecisionRow(Sealed, Base):
    """What a person made of a sample's label: a log of which the latest entry on a sample counts.

    It is of a data set whatever its labels are, by `Dataset.source_fingerprint`, and of no analysis, so that
    it outlives them. `previous` is the entry on the same sample before it, 0 for the first: as no two have
    the same one, nobody decides on what another has decided on meanwhile. `analysis_id` is the analysis that
    was looked at, which may be gone.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("fingerprint", "sample_index", "previous"), NEVER_REUSED)
    seals_number = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    index: Mapped[int] = mapped_column("sample_index")
    previous: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    label: Mapped[int | None]
    decided_at: Mapped[float]
    analysis_id: Mapped[int]


class TagRow(ArrayColumns, Base):
    """A tag on samples of a data set, which is known as that of a `DecisionRow` is.

    Its array has one bit a sample, by index (`numpy.packbits`, up to the last that has the tag): to tag
    60,000 samples writes one row of 7.5 kB, and to add or take away is an operation on bits. `key` is what no
    two names share, `colour` the number of its colour.
    """

    __tablename__ = "tag"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    colour: Mapped[int]
    changed_at: Mapped[float]


class ColumnRow(Sealed, Base):
    """A column of what people know of samples of a data set, which is known as that of a `DecisionRow` is.

    `key` is what no two names share; one that takes another's place has another number.
    """

    __tablename__ = "own_column"
    __table_args__ = (UniqueConstraint("fingerprint", "key"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    categories: Mapped[list[str]]
    known: Mapped[int]
    dimensions: Mapped[int]
    added_at: Mapped[float]


class ColumnArray(NamedArray, Base):
    """The values of a column, and the indices of the samples that they are of."""

    __tablename__ = "own_column_array"

    column_id: Mapped[int] = mapped_column(ForeignKey("own_column.id", ondelete="CASCADE"), primary_key=True)


class NoteRow(Sealed, Base):
    """What a person wrote about a sample of a data set, which is known as that of a `DecisionRow` is."""

    __tablename__ = "note"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    index: Mapped[int] = mapped_column("sample_index", primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[float]


class SavedViewRow(Sealed, Base):
    """What the page shows of an analysis, by a name: the part of its address that says so."""

    __tablename__ = "saved_view"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    search: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[float]
