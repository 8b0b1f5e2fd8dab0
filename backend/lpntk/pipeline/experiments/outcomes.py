"""What came of the experiments on an analysis. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lpntk.domain import ConflictError, JobState, require_one_of
from lpntk.domain.experiment import ExperimentResult
from lpntk.domain.exports import Theme
from lpntk.domain.text_files import csv_bytes, json_bytes, utf8
from lpntk.pipeline.experiments.base import KIND, Experiment, Units
from lpntk.pipeline.experiments.registry import EXPERIMENTS, experiment_of
from lpntk.pipeline.results import tasks
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import TaskView

if TYPE_CHECKING:
    import plotly.graph_objects as go

FORMATS = ("csv", "json", "html")


@dataclass(frozen=True)
class Outcome:
    """An experiment that was asked for, and what it came to; no result until it is done."""

    task: TaskView
    experiment: Experiment
    result: ExperimentResult | None


def asked(results: Results, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What to submit for an experiment on an analysis. InputError, ConflictError."""
    return experiment_of(name).asked(results.request, options)


def all_of(results: Results) -> list[Outcome]:
    """All that were asked for, the latest first; those that only another version knows are left out."""
    known = [task for task in tasks.of(results, KIND) if task.request.get("name") in EXPERIMENTS]
    return [_outcome(results, task) for task in reversed(known)]


def of_task(results: Results, task_id: int) -> Outcome:
    """One of them. NotFoundError."""
    return _outcome(results, tasks.get(results, task_id, KIND))


def figure(results: Results, task_id: int, theme: Theme = Theme.LIGHT) -> go.Figure:
    """The figure of one that is done. NotFoundError, ConflictError."""
    task, experiment = _done(results, task_id)
    return experiment.draw(_units(results, task), theme)


def file(results: Results, task_id: int, format: str) -> bytes:
    """The result of one that is done: csv, its table; json, all of it; html, a page with the figure.

    Raises
    ------
    NotFoundError
        If there is no such experiment.
    ConflictError
        If it is not done.
    InputError
        If there is no such format.
    """
    require_one_of(format, FORMATS, "format of an experiment", field="format")
    task, experiment = _done(results, task_id)
    found = _units(results, task)
    result = experiment.conclude(found)
    if format == "csv":
        return csv_bytes(result.columns, result.rows)
    if format == "json":
        return json_bytes(plain(Outcome(task, experiment, result)))
    return _page(results, experiment, result, experiment.draw(found, Theme.LIGHT))


def plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome as plain values."""
    experiment, task = outcome.experiment, outcome.task
    options = {name: value for name, value in task.request.items() if name != "name"}
    return {
        "analysis": task.analysis_id,
        "task": task.id,
        "state": task.state.value,
        "experiment": experiment.name,
        "title": experiment.title,
        "claim": experiment.claim,
        "options": options,
        **(asdict(outcome.result) if outcome.result is not None else {}),
    }


def _page(results: Results, experiment: Experiment, result: ExperimentResult, drawn: go.Figure) -> bytes:
    from lpntk.figures import report_html

    facts = [
        ("Analysis", results.name),
        ("Claim", experiment.claim),
        ("Verdict", result.verdict.value),
        ("", result.sentence),
        *(("", note) for note in result.notes),
        *((str(first), _in_words(result.columns[1:], rest)) for first, *rest in result.rows),
    ]
    return utf8(report_html(experiment.title, facts, [(experiment.title, experiment.method, drawn)]))


def _in_words(columns: tuple[str, ...], cells: list[Any]) -> str:
    pairs = zip(columns, cells, strict=True)
    return ", ".join(f"{column}: {cell}" for column, cell in pairs if cell not in (None, ""))


def _outcome(results: Results, task: TaskView) -> Outcome:
    experiment = experiment_of(task.request["name"])
    done = task.state is JobState.DONE
    return Outcome(task, experiment, experiment.conclude(_units(results, task)) if done else None)


def _done(results: Results, task_id: int) -> tuple[TaskView, Experiment]:
    task = tasks.get(results, task_id, KIND)
    if task.state is not JobState.DONE:
        raise ConflictError(
            f"Experiment {task_id} ({task.request['name']}) is {task.state}: its result is there when it is "
            "done."
        )
    return task, experiment_of(task.request["name"])


def _units(results: Results, task: TaskView) -> Units:
    return tasks.units(results, task.id)
