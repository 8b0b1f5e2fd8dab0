"""Tags and notes on samples, and views of the page by name."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.schemas.analyses import PRINTABLE
from lpntk.api.schemas.base import Answer
from lpntk.domain.keeping import LONGEST_NOTE, LONGEST_VIEW, VIEW_BYTES, Note, SavedView, Tag
from lpntk.pipeline.review.tagging import Tagged

Indices = list[Annotated[int, Field(ge=0, le=2**31 - 1)]]
_NAME = Annotated[str, Field(min_length=1, max_length=200)]


class TaggingIn(BaseModel):
    """Which samples get a tag, and which lose it; one that is in both has it afterwards."""

    model_config = ConfigDict(extra="forbid")

    add: Indices = []
    remove: Indices = []


class TagNameIn(BaseModel):
    """What to call a tag; `merge`: whether it becomes one with the tag that is called so already."""

    model_config = ConfigDict(extra="forbid")

    name: _NAME
    merge: bool = False


class NoteIn(BaseModel):
    """What to write on a sample, empty for nothing.

    `before` is what was seen there: another text by now is answered with 409; null: it may be anything.
    """

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=2 * LONGEST_NOTE)]
    before: Annotated[str, Field(max_length=2 * LONGEST_NOTE)] | None = None


class ViewIn(BaseModel):
    """What the page shows: the part of its address that says so, or whatever else it can read back."""

    model_config = ConfigDict(extra="forbid")

    search: Annotated[str, Field(max_length=VIEW_BYTES)]


class ListIn(BaseModel):
    """An index list of some samples: its `format`, and what to call it."""

    model_config = ConfigDict(extra="forbid")

    indices: Annotated[Indices, Field(min_length=1)]
    format: Annotated[str, Field(min_length=1, max_length=16)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_VIEW, pattern=PRINTABLE)] = "selection"


class TableIn(BaseModel):
    """A table: its columns in their order, and the samples that are in it, null for all.

    Columns are index, path, label, label_name, predicted, predicted_name, suggested, suggested_name,
    true_label, true_label_name, head, head_similarity, x, y, tags, note, decision, decided, and every score.
    """

    model_config = ConfigDict(extra="forbid")

    columns: Annotated[list[_NAME], Field(min_length=1, max_length=200)]
    format: Annotated[str, Field(min_length=1, max_length=16)]
    indices: Annotated[Indices, Field(min_length=1)] | None = None
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_VIEW, pattern=PRINTABLE)] = "table"


class TagOut(Answer):
    """A tag, how many samples of the analysis have it, and the number of its colour, from 0."""

    name: str
    count: int
    colour: int

    @classmethod
    def read(cls, tag: Tag) -> Self:
        """The answer for a tag."""
        return cls.model_construct(name=tag.name, count=len(tag.indices), colour=tag.colour)


class TaggedOut(TagOut):
    """A tag after a change, and of how many samples that was one; with a count of 0 it is gone."""

    changed: int

    @classmethod
    def of_change(cls, made: Tagged) -> Self:
        """The answer for a change."""
        tag = made.tag
        return cls.model_construct(
            name=tag.name, count=len(tag.indices), colour=tag.colour, changed=made.changed
        )


class NoteOut(Answer):
    """What was written on a sample, and when; null where nothing is."""

    index: int
    text: str
    written_at: str | None

    @classmethod
    def read(cls, index: int, note: Note | None) -> Self:
        """The answer for what stands on a sample."""
        return cls.of(note) if note else cls.model_construct(index=index, text="", written_at=None)


class ViewOut(Answer):
    """A view that was saved."""

    name: str
    search: str
    saved_at: str


def tags_out(found: list[Tag]) -> list[TagOut]:
    """The answers for many."""
    return [TagOut.read(one) for one in found]


def notes_out(found: list[Note]) -> list[NoteOut]:
    """The answers for many."""
    return [NoteOut.of(one) for one in found]


def views_out(found: list[SavedView]) -> list[ViewOut]:
    """The answers for many."""
    return [ViewOut.of(one) for one in found]
