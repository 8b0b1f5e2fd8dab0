"""Experiments: what there is, what was asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from lpntk.api.schemas.analyses import TaskOut
from lpntk.api.schemas.base import Answer
from lpntk.api.schemas.options import SettingOut
from lpntk.api.schemas.sample import NeighboursOut
from lpntk.domain.experiment import Verdict
from lpntk.pipeline.experiments.base import Experiment
from lpntk.pipeline.experiments.outcomes import Outcome

_NAME = Annotated[str, Field(min_length=1, max_length=64)]
_VALUE = StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=200)]


class ExperimentOut(Answer):
    """An experiment that can be run: the paper's claim, how it is put to the test, and what may be chosen."""

    name: str
    title: str
    claim: str
    method: str
    options: list[SettingOut]


class ResultOut(Answer):
    """What an experiment comes to: a table, and whether the claim was seen and why."""

    columns: list[str]
    rows: list[list[str | int | float | None]]
    verdict: Verdict
    sentence: str
    notes: list[str]


class OutcomeOut(Answer):
    """An experiment that was asked for; `result` is null until it is done."""

    task: TaskOut
    name: str
    title: str
    claim: str
    result: ResultOut | None


class OutcomesOut(Answer):
    """All that were asked for, the latest first."""

    experiments: list[OutcomeOut]


class ExperimentsOut(Answer):
    """All experiments that there are."""

    experiments: list[ExperimentOut]


class CheckpointOut(Answer):
    """A sample at one checkpoint of the training: kappa(i, i), and its neighbours, the strongest first."""

    epoch: int
    name: str
    best: bool
    self_kernel: float | None
    neighbours: NeighboursOut


class OverTrainingOut(Answer):
    """A sample over the training; `stable_note` where another seed finds few of its neighbours again."""

    task_id: int
    stable_note: str | None
    checkpoints: list[CheckpointOut]


class ExperimentIn(BaseModel):
    """Which experiment to run, with which options: what is left out or null has its default."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=64)]
    options: Annotated[dict[_NAME, _VALUE | None], Field(max_length=32)] = {}


def experiments_out(experiments: Iterable[Experiment]) -> ExperimentsOut:
    """The answer for what can be run."""
    return ExperimentsOut(experiments=[ExperimentOut.of(one) for one in experiments])


def outcome_out(outcome: Outcome) -> OutcomeOut:
    """The answer for what was asked for."""
    experiment, result = outcome.experiment, outcome.result
    return OutcomeOut.of(
        experiment,
        task=TaskOut.of(outcome.task),
        result=None if result is None else ResultOut.of(result, rows=list(map(list, result.rows))),
    )
