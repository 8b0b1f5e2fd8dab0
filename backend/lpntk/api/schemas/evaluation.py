"""Evaluations by retraining: the form that asks for one, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.dependencies import MAX_IDENTIFIER
from lpntk.api.schemas.analyses import PRINTABLE, TaskOut
from lpntk.api.schemas.base import Answer
from lpntk.domain.evaluation import Comparison, EvaluationSummary, Schedule
from lpntk.domain.evaluation_request import (
    LONGEST_LIST_NAME,
    MOST_ARMS,
    MOST_SEEDS,
    MOST_SHARES,
    EvaluationRequest,
    IndexList,
)
from lpntk.pipeline.results.evaluations import EvaluationView

MAX_INDICES = 1_000_000

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=PRINTABLE)]
Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Index = Annotated[int, Field(ge=0, le=MAX_IDENTIFIER)]


class IndexListIn(BaseModel):
    """Samples to keep that somebody else chose, by index."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_LIST_NAME, pattern=PRINTABLE)]
    indices: list[Index] = Field(min_length=1, max_length=MAX_INDICES)


class EvaluationIn(BaseModel):
    """What is to be trained on: each strategy at each share, and lists; the full set and random besides.

    `schedules` says whether a part is trained on for as many updates as the full set, as many epochs, or
    both. `test` is a source of samples to test on; null for the analysis's test set, or what its training
    held out.
    """

    model_config = ConfigDict(extra="forbid")

    strategies: list[Name] = Field(default=[], max_length=MOST_ARMS)
    keeps: list[Share] = Field(default=[], max_length=MOST_SHARES)
    seeds: Annotated[int, Field(ge=1, le=MOST_SEEDS)] = 5
    schedules: list[Schedule] = Field(default=["updates"], min_length=1, max_length=2)
    lists: list[IndexListIn] = Field(default=[], max_length=MOST_ARMS)
    test: Annotated[str, Field(min_length=1, max_length=4096, pattern=PRINTABLE)] | None = None

    def to_request(self) -> EvaluationRequest:
        """The domain's request. InputError if it asks for what cannot be."""
        lists = [IndexList.of(one.name, one.indices) for one in self.lists]
        return EvaluationRequest.of(self.strategies, self.keeps, self.seeds, self.schedules, lists, self.test)


class EvaluationEstimateOut(Answer):
    """What an evaluation would take; see `lpntk.domain.evaluation_request.EvaluationEstimate`."""

    trainings: int
    updates: int
    full_updates: int
    samples: int
    test_samples: int
    held_out: str
    seconds: float


class AskedOut(Answer):
    """What an evaluation was asked for; `lists` are names."""

    strategies: list[str]
    keeps: list[float]
    seeds: int
    schedules: list[Schedule]
    lists: list[str]
    test: str | None


class EvaluationEntryOut(Answer):
    """An evaluation in a list: its task, what was asked for, and how many of its trainings are done."""

    task: TaskOut
    asked: AskedOut
    trainings: int
    done: int


class ComparisonOut(Answer):
    """The mean difference in accuracy from another arm over the same seeds, and its 95 % interval."""

    against: str
    difference: float
    interval: list[float] | None
    seeds: int
    verdict: str


class SummaryOut(Answer):
    """An arm at a share and schedule: the mean accuracy, and how it compares, also in a `sentence`."""

    arm: str
    keep: float
    schedule: Schedule
    mean: float
    std: float | None
    interval: list[float] | None
    seeds: int
    diverged: int
    kept: float
    updates: float
    against_random: ComparisonOut | None
    against_full: ComparisonOut | None
    sentence: str


class TrainingOut(Answer):
    """One training; `right` counts the test samples of each class that it has right."""

    arm: str
    keep: float
    seed: int
    schedule: Schedule
    accuracy: float
    right: list[int]
    samples: int
    kept: int
    updates: int
    diverged: bool


class JudgedOut(Answer):
    """What all trainings are tested on, how many samples may be trained on, and for how long."""

    held_out: str
    test_samples: int
    samples: int
    epochs: int
    full_updates: int


class EvaluationOut(EvaluationEntryOut):
    """An evaluation and what it has come to so far; `note` says who judged and how it was trained."""

    note: str
    judged: JudgedOut | None
    summaries: list[SummaryOut]
    units: list[TrainingOut]


def entries_out(views: Iterable[EvaluationView]) -> list[EvaluationEntryOut]:
    """The answers for many, in the same order."""
    return [
        EvaluationEntryOut(
            task=TaskOut.of(view.task), asked=_asked(view), trainings=view.trainings, done=len(view.units)
        )
        for view in views
    ]


def evaluation_out(view: EvaluationView) -> EvaluationOut:
    """The answer for one evaluation."""
    return EvaluationOut(
        task=TaskOut.of(view.task),
        asked=_asked(view),
        trainings=view.trainings,
        done=len(view.units),
        note=view.note,
        judged=None if view.judged is None else JudgedOut.of(view.judged),
        summaries=list(map(_summary, view.summaries)),
        units=[TrainingOut.of(unit, right=list(unit.right)) for unit in view.units],
    )


def _asked(view: EvaluationView) -> AskedOut:
    return AskedOut.of(view.request, lists=[one.name for one in view.request.lists])


def _summary(one: EvaluationSummary) -> SummaryOut:
    return SummaryOut.of(
        one,
        interval=one.interval and list(one.interval),
        against_random=_comparison(one.against_random),
        against_full=_comparison(one.against_full),
    )


def _comparison(one: Comparison | None) -> ComparisonOut | None:
    return None if one is None else ComparisonOut.of(one, interval=one.interval and list(one.interval))
