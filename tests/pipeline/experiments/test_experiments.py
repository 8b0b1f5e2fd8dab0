"""All experiments alike: run, killed and gone on with, concluded, drawn, written."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from lpntk.domain import (
    AnalysisRequest,
    ConflictError,
    DataSettings,
    InputError,
    JobState,
    LearningSettings,
    NotFoundError,
)
from lpntk.domain.experiment import Verdict
from lpntk.domain.exports import Theme
from lpntk.pipeline.experiments import outcomes
from lpntk.pipeline.experiments.registry import EXPERIMENTS, experiment_of
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST
from support.experiments import SMALL, submit, units_of

NAMES = tuple(EXPERIMENTS)


def test_there_are_those_of_the_paper() -> None:
    assert set(NAMES) == set(SMALL)
    for name, one in EXPERIMENTS.items():
        assert one.name == name
        assert one.claim.endswith(".")
        assert all((option.help and option.default is not None) or option.empty for option in one.options)


def test_what_there_is_is_told_without_torch() -> None:
    heavy = ("torch", "scipy", "sqlalchemy", "plotly")
    code = f"import sys, lpntk.pipeline.experiments.registry; print([n for n in {heavy} if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_says_whether_the_claim_is_seen(finished: Workspace, name: str) -> None:
    task_id = submit(finished, name)
    with finished.results(1) as results:
        assert outcomes.of_task(results, task_id).result is None
        for look in (
            lambda: outcomes.figure(results, task_id),
            lambda: outcomes.file(results, task_id, "csv"),
        ):
            with pytest.raises(ConflictError, match=r"is queued: its result is there when it is done"):
                look()
    told: set[str] = set()
    finished.run_task(task_id, lambda progress: told.add(progress.stage))

    with finished.results(1) as results:
        outcome = outcomes.of_task(results, task_id)
        assert outcomes.all_of(results)[0].task.id == task_id
        figure = outcomes.figure(results, task_id, Theme.DARK)
        files = {format: outcomes.file(results, task_id, format) for format in outcomes.FORMATS}
        with pytest.raises(InputError, match="format of an experiment"):
            outcomes.file(results, task_id, "xlsx")
    result = outcome.result
    assert result is not None
    assert isinstance(result.verdict, Verdict)
    assert result.sentence.endswith(".")
    assert result.rows
    assert all(len(row) == len(result.columns) for row in result.rows)
    assert figure.data
    table = list(csv.reader(io.StringIO(files["csv"].decode())))
    assert table[0] == list(result.columns)
    assert len(table) == 1 + len(result.rows)
    as_json = json.loads(files["json"])
    assert as_json["verdict"] == result.verdict
    assert as_json["options"] == {key: value for key, value in outcome.task.request.items() if key != "name"}
    assert outcome.experiment.title.encode() in files["html"]
    assert name == "cluster-tail" or told


@pytest.mark.parametrize("name", [name for name in NAMES if name != "cluster-tail"])
def test_killed_it_goes_on_to_the_same_result(
    finished: Workspace, name: str, killed: Callable[[int], list[str]]
) -> None:
    other = {**SMALL[name], **({"runs": 3} if "runs" in SMALL[name] else {"checkpoints": "1,2,best"})}
    straight = submit(finished, name)
    finished.run_task(straight)
    expected = units_of(finished, straight)
    finished.delete_task(1, straight)
    task_id = submit(finished, name)
    names = killed(2)
    with pytest.raises(KeyboardInterrupt):
        finished.run_task(task_id)
    assert finished.analysis(1).tasks[-1].state is JobState.CANCELLED
    assert list(units_of(finished, task_id)) == names == list(expected)[:2]

    assert submit(finished, name) == task_id
    finished.run_task(task_id)

    assert units_of(finished, task_id) == expected
    assert names == list(expected)
    assert submit(finished, name, **other) != task_id


def test_done_it_is_not_done_again(finished: Workspace) -> None:
    task_id = submit(finished, "cluster-tail")
    finished.run_task(task_id)
    assert submit(finished, "cluster-tail") == task_id
    finished.run_task(task_id)
    assert list(units_of(finished, task_id)) == ["clusters"]


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("forgetting", {"updates": 3}, r"has no option 'updates': it has runs, steps, observed"),
        ("cluster-tail", {"runs": 3}, r"has no option 'runs': it has none"),
        ("forgetting", {"runs": 0}, r"runs is 0: it must be between 1 and 100"),
        ("forgetting", {"runs": "3"}, r"runs is 3: give a whole number"),
        ("forgetting", {"runs": True}, r"runs is True: give a whole number"),
        ("forgetting", {"runs": 2.5}, r"runs is 2.5: give a whole number"),
        ("kernel-over-training", {"checkpoints": 1}, r"checkpoints is 1: give text"),
        ("kernel-over-training", {"checkpoints": "1,3"}, r"names epoch 3, and the training has 2"),
        ("kernel-over-training", {"checkpoints": "0"}, r"checkpoints is '0': name epochs from 1 and best"),
        ("kernel-over-training", {"checkpoints": "1,,2"}, r"name epochs from 1 and best"),
        ("kernel-over-training", {"checkpoints": "²"}, r"name epochs from 1 and best"),
        ("difficulty-company", {"after": 3}, r"after is 3, and the training has 2 epochs"),
    ],
)
def test_options_are_checked(name: str, options: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        experiment_of(name).asked(REQUEST, options)
    assert caught.value.field == next(iter(options))


def test_what_is_left_out_has_its_default() -> None:
    asked = experiment_of("forgetting").asked(REQUEST, {"steps": 7, "runs": None})
    assert asked == {"name": "forgetting", "runs": 3, "steps": 7, "observed": 256}


def test_an_unknown_experiment_is_refused() -> None:
    with pytest.raises(InputError, match=r"Unknown experiment 'forgeting'.*Did you mean 'forgetting'"):
        experiment_of("forgeting")


@pytest.mark.parametrize("name", NAMES)
def test_a_classifier_that_was_brought_has_no_training(name: str) -> None:
    brought = AnalysisRequest(DataSettings("digits"), LearningSettings(checkpoint="weights.pt"))
    with pytest.raises(ConflictError, match="the classifier of this analysis was brought"):
        experiment_of(name).asked(brought, {})
    extended = AnalysisRequest(DataSettings("digits"), extends=7)
    with pytest.raises(ConflictError, match="took the classifier of analysis 7"):
        experiment_of(name).asked(extended, {})


def test_there_may_be_no_such_task(finished: Workspace) -> None:
    with finished.results(1) as results, pytest.raises(NotFoundError, match="no experiment 99"):
        outcomes.of_task(results, 99)
