"""One sample's neighbours at each checkpoint of the training. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lpntk.domain import JobState, NotFoundError, Relation
from lpntk.pipeline.experiments.base import KIND, Units
from lpntk.pipeline.experiments.kernel_over_training import (
    KERNEL_OVER_TRAINING,
    checkpoints_of,
    stable_note,
)
from lpntk.pipeline.results import tasks
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import NeighbourView, TaskView
from lpntk.store import units as stored


@dataclass(frozen=True)
class CheckpointView:
    """A sample at one checkpoint: kappa(i, i), and its neighbours by relation, the strongest first."""

    epoch: int
    name: str
    best: bool
    self_kernel: float
    neighbours: dict[Relation, tuple[NeighbourView, ...]]


@dataclass(frozen=True)
class OverTraining:
    """A sample over the training, by the task that found it; a note where neighbours are not stable."""

    task_id: int
    stable_note: str | None
    checkpoints: tuple[CheckpointView, ...]


def latest(results: Results) -> TaskView | None:
    """The latest finished task that looked at the kernel over the training."""
    wanted = [
        task
        for task in tasks.of(results, KIND)
        if task.state is JobState.DONE and task.request.get("name") == KERNEL_OVER_TRAINING.name
    ]
    return wanted[-1] if wanted else None


def over_training(results: Results, index: int) -> OverTraining:
    """One sample's neighbours at each checkpoint. NotFoundError for a sample or a task that there is not."""
    row, task = results.row_of(index), latest(results)
    if task is None:
        raise NotFoundError(
            f"The kernel over the training of analysis {results.id} is not known: run the experiment "
            f"{KERNEL_OVER_TRAINING.name}."
        )
    found = tasks.units(results, task.id)
    return OverTraining(task.id, stable_note(found), tuple(_checkpoints(results, task, found, row)))


def _checkpoints(results: Results, task: TaskView, found: Units, row: int) -> list[CheckpointView]:
    every = checkpoints_of(found)
    parts = ("self_kernel", *(f"{one}/{what}" for one in Relation for what in ("rows", "c")))
    names = [f"epoch-{one['epoch']}/{part}" for one in every for part in parts]
    known = stored.row_of_each(results.session, task.id, names, row)

    def view(unit: dict[str, Any]) -> CheckpointView:
        def of(part: str) -> Any:
            return known[f"epoch-{unit['epoch']}/{part}"]

        def neighbours(relation: Relation) -> tuple[NeighbourView, ...]:
            rows = of(f"{relation}/rows")
            columns = (results.indices[rows], results.labels[rows], of(f"{relation}/c"))
            found = zip(*(column.tolist() for column in columns), strict=True)
            return tuple(NeighbourView(*one) for one in found)

        return CheckpointView(
            epoch=unit["epoch"],
            name=unit["name"],
            best=unit["best"],
            self_kernel=float(of("self_kernel")),
            neighbours={relation: neighbours(relation) for relation in Relation},
        )

    return [view(unit) for unit in every]
