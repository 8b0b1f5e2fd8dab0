"""Columns of a person's own, and what an embedding among them says beside the kernel."""

from __future__ import annotations

from typing import Self

from lpntk.api.schemas.base import Answer
from lpntk.domain import JobState
from lpntk.domain.columns import ColumnKind
from lpntk.pipeline.results.embeddings import EmbeddingView
from lpntk.pipeline.review.own_columns import Added


class OwnColumnOut(Answer):
    """A column: of how many samples of the data it is `known`, its groups, and the length of its vectors."""

    name: str
    kind: ColumnKind
    known: int
    categories: list[str]
    dimensions: int


class OwnColumnsAddedOut(Answer):
    """The columns that were added; `notes` say what was left out of the file, a sentence each."""

    columns: list[OwnColumnOut]
    notes: list[str]

    @classmethod
    def of_added(cls, added: Added) -> Self:
        """The answer for what was added."""
        return cls(columns=list(map(OwnColumnOut.of, added.columns)), notes=list(added.notes))


class EmbeddingOut(Answer):
    """An embedding beside the kernel.

    `state` is that of the task that compares the two, null where nothing does; its map and neighbours are
    there when it is done. `agreement` is the mean share of the `counted` nearest by the kernel that are among
    as many by the embedding, null until then; `chance` is what it would be of nearest drawn at random.
    `sentence` says so to people.
    """

    name: str
    dimensions: int
    state: JobState | None
    task_id: int | None
    agreement: float | None
    counted: int
    chance: float
    sentence: str

    @classmethod
    def of_view(cls, view: EmbeddingView) -> Self:
        """The answer for an embedding."""
        task = view.task
        return cls.of(view, state=task and task.state, task_id=task and task.id)
