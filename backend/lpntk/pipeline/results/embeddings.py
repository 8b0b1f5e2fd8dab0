"""What an embedding of a person's own says of a finished analysis: a map, neighbours, and how far it agrees.

They are computed by a task of the kind `EMBEDDING`, one for each embedding and analysis, and read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import ConflictError, JobState
from lpntk.domain.columns import ColumnKind
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.material.taken import OF_AGREEMENT
from lpntk.pipeline.results import own_columns, tasks
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import NeighbourView, TaskView
from lpntk.store.own_columns import Held

NEIGHBOURS, MAP = "neighbours", "map"
"""What the task keeps: the units by name."""

COUNTED = 10
"""Of so many nearest the share in common is taken."""


@dataclass(frozen=True)
class EmbeddingView:
    """An embedding beside the kernel.

    Attributes
    ----------
    name, dimensions
        Of the column.
    task
        What compares it; None where nothing does yet.
    agreement
        The mean share of the `counted` nearest by the kernel that are among as many nearest by the embedding;
        None until that is known.
    chance
        What it would be of nearest that are drawn at random.
    """

    name: str
    dimensions: int
    task: TaskView | None
    agreement: float | None
    counted: int
    chance: float

    @property
    def sentence(self) -> str:
        """How far the two agree, or that it is not known yet."""
        if self.agreement is None:
            state = "nobody has compared it yet" if self.task is None else f"that is {self.task.state}"
            return f"How far {self.name} agrees with the kernel is not known: {state}."
        return (
            f"Of the {self.counted} nearest by the kernel {self.agreement:.0%} are among the {self.counted} "
            f"nearest by {self.name} (by chance: {self.chance:.1%})."
        )


def request_of(held: Held) -> dict[str, Any]:
    """The request of the task that compares an embedding."""
    return {"column": held.id, "name": held.name}


def wanted(results: Results) -> list[dict[str, Any]]:
    """The requests of the tasks that embeddings of the data still lack."""
    lacking = {view.name for view in all_of(results) if view.agreement is None}
    return [request_of(held) for held in results.own_columns if held.name in lacking]


def agreement_name(name: str) -> str:
    """What the column is called that says of each sample how far an embedding agrees."""
    return f"{OF_AGREEMENT}{name}"


def all_of(results: Results) -> list[EmbeddingView]:
    """Every embedding of the data, in the order in which they were added."""
    found = [held for held in results.own_columns if held.kind is ColumnKind.EMBEDDING]
    by_column = {task.request.get("column"): task for task in tasks.of(results, EMBEDDING)} if found else {}
    return [_view(results, held, by_column.get(held.id)) for held in found]


def get(results: Results, name: str) -> EmbeddingView:
    """One embedding. NotFoundError if there is none, InputError if it is another column."""
    held = own_columns.embedding(results, name)
    return next(view for view in all_of(results) if view.name == held.name)


def of_agreement(results: Results, name: str) -> EmbeddingView | None:
    """The embedding whose agreement a column of this name holds, where that is known."""
    return next((view for view in compared(results) if agreement_name(view.name) == name), None)


def compared(results: Results) -> list[EmbeddingView]:
    """Those whose comparison is done."""
    return [view for view in all_of(results) if view.agreement is not None]


def places(results: Results, name: str) -> NDArray[np.float32]:
    """(N, 2) float32: every sample's place on the map of an embedding.

    ConflictError until it is there, and as of `get`.
    """
    return _array(results, name, f"{MAP}/places")


def agreement(results: Results, name: str) -> NDArray[np.float32]:
    """(N,) float32: the share in common of each sample; NaN of those that the kernel left out."""
    return _array(results, name, f"{NEIGHBOURS}/agreement")


def neighbours(results: Results, name: str, index: int, k: int) -> list[NeighbourView]:
    """At most k samples with the vectors nearest to that of one, by cosine, the nearest first.

    NotFoundError if there is no such sample, and as of `places`.
    """
    row = results.row_of(index)
    rows = _array(results, name, f"{NEIGHBOURS}/rows")[row, :k]
    similarity = _array(results, name, f"{NEIGHBOURS}/similarity")[row, :k]
    found = (results.indices[rows], results.labels[rows], similarity)
    return [NeighbourView(*neighbour) for neighbour in zip(*(one.tolist() for one in found), strict=True)]


def _view(results: Results, held: Held, task: TaskView | None) -> EmbeddingView:
    others = max(len(results.indices) - 1, 1)
    counted = min(COUNTED, others)
    mean = None
    if task is not None and task.state is JobState.DONE:
        mean = tasks.units(results, task.id)[NEIGHBOURS]["agreement"]
    return EmbeddingView(held.name, held.dimensions, task, mean, counted, counted / others)


def _array(results: Results, name: str, array: str) -> NDArray[Any]:
    view = get(results, name)
    task = view.task
    if task is None or task.state is not JobState.DONE:
        raise ConflictError(
            f"The map and the neighbours by '{view.name}' are not there yet: {_state_of(task)}.",
            field="name",
        )
    task_id = task.id
    return results.recall((EMBEDDING, task_id, array), lambda: tasks.array(results, task_id, array))


def _state_of(task: TaskView | None) -> str:
    if task is None:
        return "lpntk columns ID --compare computes them, and so does the page"
    if task.state is JobState.FAILED:
        return f"computing them failed: {task.error}".rstrip(".")
    return f"computing them is {task.state}"
