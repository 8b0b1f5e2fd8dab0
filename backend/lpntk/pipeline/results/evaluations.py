"""Evaluations of an analysis by retraining: how far each is, and what it says so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lpntk.domain import JobState, require_one_of
from lpntk.domain.chance import is_near_chance
from lpntk.domain.evaluation import FULL, RANDOM, EvaluationSummary, EvaluationUnit, Schedule, summarise
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.domain.exports import Theme
from lpntk.domain.forecast import HeldOut
from lpntk.domain.text_files import csv_bytes, json_bytes
from lpntk.pipeline.results import forecasts, tasks
from lpntk.pipeline.results.forecasts import Forecasts
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import TaskView
from lpntk.store.damage import Part

if TYPE_CHECKING:
    import plotly.graph_objects as go

KIND = "evaluation"
"""The kind of task that evaluates."""
JUDGES = "judges"
"""The unit that says what all trainings of an evaluation have in common."""
FORMATS = ("csv", "json")
_MANY_JUDGES = 500


@dataclass(frozen=True)
class Judged:
    """What all trainings have in common.

    Attributes
    ----------
    held_out, test_samples
        What they are tested on, and how many samples that are.
    samples
        How many may be trained on.
    epochs, full_updates
        How long the full set is trained on.
    chance
        The share of the largest class among the test samples.
    seen
        How many of them are among the samples that are trained on.
    """

    held_out: HeldOut
    test_samples: int
    samples: int
    epochs: int
    full_updates: int
    chance: float
    seen: int


@dataclass(frozen=True)
class EvaluationView:
    """An evaluation and what it has come to.

    Attributes
    ----------
    task
        Its state and progress.
    request
        What was asked for.
    judged
        None until it has begun.
    units
        The trainings that are done, in their order.
    trainings
        How many there will be.
    from_checkpoint
        Whether the analysis's classifier was brought rather than trained.
    forecasts
        Of its strategies at its shares, as far as any are remembered of the same test samples.
    """

    task: TaskView
    request: EvaluationRequest
    judged: Judged | None
    units: tuple[EvaluationUnit, ...]
    trainings: int
    from_checkpoint: bool
    forecasts: Forecasts

    @property
    def id(self) -> int:
        """The task's number."""
        return self.task.id

    @cached_property
    def summaries(self) -> list[EvaluationSummary]:
        """Every arm at every share and schedule."""
        return summarise(self.units, self.request.companions)

    def summaries_of(self, schedule: str) -> list[EvaluationSummary]:
        """Those of one schedule; of the only one there is, where that is not there."""
        return [one for one in self.summaries if one.schedule == self.schedule_of(schedule)]

    def schedule_of(self, schedule: str) -> Schedule:
        """The schedule itself, or another where this one was not asked for."""
        there = self.request.schedules
        return next((one for one in there if one == schedule), there[0])

    @property
    def note(self) -> str:
        """Who judged and how it was trained, in a few sentences."""
        if self.judged is None:
            return "It has not begun."
        text = _who_judged(self.judged)
        if self.from_checkpoint:
            text += " The analysis's classifier was brought: these are trained by the model's recipe here."
        full = next((one for one in self.summaries if one.arm == FULL), None)
        if full is not None and is_near_chance(full.mean, self.judged.chance, self.judged.test_samples):
            text += (
                f" Training on the full set comes to no more than guessing ({full.mean:.1%}), so nothing can "
                "be said of its parts: analyse with more epochs."
            )
        if len(self.units) < self.trainings:
            text += f" {len(self.units)} of {self.trainings} trainings are done."
        return text


def find(results: Results, request: EvaluationRequest) -> EvaluationView | None:
    """The evaluation that asks for the same, if there is one."""
    return next((view for view in all_of(results) if view.request == request), None)


def all_of(results: Results) -> list[EvaluationView]:
    """All evaluations of an analysis, the latest first."""
    return [_view(results, task) for task in reversed(tasks.of(results, KIND))]


def get(results: Results, task_id: int) -> EvaluationView:
    """One evaluation. NotFoundError if the analysis has none of this number."""
    return _view(results, tasks.get(results, task_id, KIND))


def pairs(results: Results) -> list[tuple[str, float, float]]:
    """Strategy, share and mean accuracy of what was retrained for the same number of updates.

    Lists from elsewhere are not among them. A strategy and share that several evaluations have are there for
    each, since these need not be tested on the same samples.
    """
    return [
        (one.arm, one.keep, one.mean)
        for view in all_of(results)
        for one in view.summaries
        if one.schedule == "updates" and one.arm != FULL and one.arm not in _of_lists(view.request)
    ]


def figure(view: EvaluationView, schedule: str = "updates", *, theme: Theme = Theme.LIGHT) -> go.Figure:
    """Accuracy over share, with what was forecast. InputError for an unknown theme."""
    from lpntk.figures.evaluation import evaluation_figure  # Plotly takes its time to import

    return evaluation_figure(view.summaries_of(schedule), forecasts=view.forecasts, theme=theme)


def file(results: Results, view: EvaluationView, format: str) -> bytes:
    """An evaluation as a file: "csv" has a line a training, "json" everything. InputError."""
    require_one_of(format, FORMATS, "format of an evaluation", field="format")
    if format == "json":
        return json_bytes(values(results, view))
    names = results.class_names
    header = ("arm", "keep", "seed", "schedule", "accuracy", "samples", "kept", "updates", "diverged")
    lines = (
        [*(getattr(unit, name) for name in header[:-1]), int(unit.diverged), *unit.right]
        for unit in view.units
    )
    return csv_bytes((*header, *(f"right: {name}" for name in names)), lines)


def values(results: Results, view: EvaluationView) -> dict[str, Any]:
    """An evaluation as plain values."""
    return {
        "analysis": results.id,
        "fingerprint": results.dataset.fingerprint,
        "task": view.id,
        "state": str(view.task.state),
        "request": {
            "strategies": list(view.request.strategies),
            "lists": [one.name for one in view.request.lists],
            "keeps": list(view.request.keeps),
            "seeds": view.request.seeds,
            "schedules": list(view.request.schedules),
            "test": view.request.test,
        },
        "note": view.note,
        "judged": None if view.judged is None else asdict(view.judged),
        "class_names": list(results.class_names),
        "summaries": [{**asdict(one), "sentence": one.sentence} for one in view.summaries],
        "trainings": [{**asdict(unit), "accuracy": unit.accuracy} for unit in view.units],
    }


def is_done(view: EvaluationView) -> bool:
    """Whether nothing is left to be trained."""
    return view.task.state is JobState.DONE


def _who_judged(judged: Judged) -> str:
    of = {
        "test": "the {:,} samples of the test set",
        "validation": "the {:,} samples that training held out, on which no arm is trained",
        "drawn": "{:,} samples drawn at random, on which no arm is trained",
    }[judged.held_out].format(judged.test_samples)
    text = (
        f"Tested on {of}; the full set has {judged.samples:,} samples and takes {judged.full_updates:,} "
        f"updates, {judged.epochs} epochs."
    )
    if judged.test_samples < _MANY_JUDGES:
        text += (
            f" One of so few is {100 / judged.test_samples:.1f} points: others might judge otherwise, which "
            "no interval over seeds shows."
        )
    if judged.seen:
        text += (
            f" {judged.seen:,} of the test samples are among those that are trained on, which flatters what "
            "keeps them: give a test set of others."
        )
    return text


def _view(results: Results, task: TaskView) -> EvaluationView:
    request = EvaluationRequest.from_dict(task.request)
    found = tasks.units(results, task.id)
    judged = found.pop(JUDGES, None)
    trainings = sum(1 for _ in request.trainings(len(results.labels)))
    if task.state is JobState.DONE and (judged is None or len(found) < trainings):
        name = f"evaluation {task.id} of analysis {results.id}"
        raise Part(results.session, name, ("analysis_id", results.id)).damaged("lacks a part")
    return EvaluationView(
        task,
        request,
        None if judged is None else Judged(**judged),
        tuple(EvaluationUnit(**{**value, "right": tuple(value["right"])}) for value in found.values()),
        trainings=trainings,
        from_checkpoint=results.request.learning.checkpoint is not None,
        forecasts=_forecasts(results, request),
    )


def _forecasts(results: Results, request: EvaluationRequest) -> Forecasts:
    """What is remembered of an evaluation's plans; of other test samples nothing was forecast."""
    if request.test is not None:
        return {}
    asked = (RANDOM, *request.strategies)
    every = {arm: shares for arm, shares in forecasts.means(results).items() if arm in asked}
    found = {
        arm: {keep: accuracy for keep, accuracy in shares.items() if keep in request.keeps}
        for arm, shares in every.items()
    }
    return {arm: shares for arm, shares in found.items() if shares}


def _of_lists(request: EvaluationRequest) -> Sequence[str]:
    return [arm for one in request.lists for arm in (one.name, one.companion)]
