"""`lpntk experiment`, and `lpntk analyse --checkpoints`."""

from __future__ import annotations

import csv
import json
import signal
from pathlib import Path

import pytest

from lpntk.cli import exits
from lpntk.domain import JobState
from lpntk.pipeline.experiments.registry import EXPERIMENTS
from lpntk.pipeline.results import tasks
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.commands import run_lpntk, start_lpntk
from support.workers import wait_for

SHORT = ("forgetting", "1", "--runs", 3, "--steps", 4, "--observed", 30)


@pytest.fixture
def db(tmp_path: Path) -> str:
    """With a finished analysis, number 1, of 200 digits and two epochs."""
    return finished_analysis(tmp_path)[0]


def test_it_prints_claim_table_and_verdict(db: str) -> None:
    ran = run_lpntk("experiment", *SHORT, db=db)

    assert ran.exit_code == 0
    out = " ".join(ran.stdout.split())
    assert out.startswith("Forgetting foretold Claim: Which samples the next step makes the model forget")
    assert "eNTK with the error" in out
    assert "Undecided: Only" in out
    assert "Training: done in" in ran.stderr


def test_the_same_command_again_shows_the_result(db: str) -> None:
    first = run_lpntk("experiment", *SHORT, "--json", db=db)
    again = run_lpntk("experiment", *SHORT, "--json", db=db)

    assert first.stdout == again.stdout
    assert "Training" not in again.stderr
    found = json.loads(again.stdout)
    assert (found["analysis"], found["experiment"], found["state"]) == (1, "forgetting", "done")
    assert found["options"] == {"runs": 3, "steps": 4, "observed": 30}
    assert found["columns"][0] == "Foretold by"


@pytest.mark.parametrize("ending", ["json", "csv", "html"])
def test_it_writes_a_file(db: str, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"result.{ending}"
    ran = run_lpntk("experiment", "cluster-tail", 1, "-o", file, db=db)

    assert ran.exit_code == 0
    assert f"Written to {file}." in ran.stdout
    if ending == "json":
        assert json.loads(file.read_text())["experiment"] == "cluster-tail"
    elif ending == "csv":
        assert next(csv.reader(file.open()))[0] == "Measure"
    else:
        assert "Plotly" in file.read_text()


def test_samples_are_analysed_first(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'new.db'}"
    command = ("experiment", "cluster-tail", "digits", "--limit", 100, "--epochs", 2)
    ran = run_lpntk(*command, db=db)
    assert ran.exit_code == 0, ran.output
    assert "Kernel: done in" in ran.stderr

    again = run_lpntk(*command, db=db)
    assert "Analysis 1 is finished already." in again.stderr
    assert again.stdout == ran.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say which experiment and on what"),
        (("forgetting",), "Say which experiment and on what"),
        (("forget", "1"), "Unknown experiment 'forget'"),
        (("forgetting", "99"), "There is no analysis 99"),
        (("forgetting", "1", "--updates", "3"), "has no option 'updates'"),
        (("forgetting", "1", "--runs", "0"), "runs is 0"),
        (("forgetting", "1", "--epochs", "3"), "Analysis 1 has its settings already: leave out --epochs"),
        (("forgetting", "1", "-o", "result.txt"), "does not say which format to write"),
        (("cluster-tail", "digits", "--epochs", "1"), "this analysis trained for one"),
        (("kernel-over-training", "1", "--checkpoints", "3"), "names epoch 3"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(db: str, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run_lpntk("experiment", *arguments, db=db)
    assert ran.exit_code == exits.INPUT
    assert sentence in " ".join(ran.stderr.split())
    assert ran.stderr.startswith("lpntk: ")
    with Workspace.open(db) as workspace:
        assert [len(view.tasks) for view in workspace.analyses()] == [0]


def test_the_list_has_every_experiment_with_its_options() -> None:
    out = run_lpntk("experiment", "--list").stdout
    for one in EXPERIMENTS.values():
        assert f"{one.name}: {one.title}" in out
        for option in one.options:
            assert f"--{option.name}: " in out


def begun(workspace: Workspace) -> bool | None:
    """Whether a task has kept more than one unit."""
    with workspace.results(1) as results:
        return any(len(tasks.units(results, task.id)) > 1 for task in tasks.of(results)) or None


def test_ctrl_c_keeps_what_is_finished(db: str) -> None:
    long = (*SHORT[:2], "--runs", 1, "--steps", 2000, "--observed", 30)
    process = start_lpntk("experiment", "--db", db, *long)
    with Workspace.open(db) as workspace:
        wait_for(lambda: begun(workspace))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == exits.INTERRUPTED
        assert "Stopped. What is finished is kept" in errors
        assert workspace.analysis(1).tasks[-1].state is JobState.CANCELLED


def test_killed_the_same_command_goes_on_to_the_same_result(db: str, tmp_path: Path) -> None:
    command = (*SHORT[:2], "--runs", 3, "--steps", 30, "--observed", 15, "--json")
    (tmp_path / "other").mkdir()
    expected = run_lpntk("experiment", *command, db=finished_analysis(tmp_path / "other")[0])
    process = start_lpntk("experiment", "--db", db, *command)
    with Workspace.open(db) as workspace:
        wait_for(lambda: begun(workspace))
    process.kill()
    process.communicate(timeout=60)

    ran = run_lpntk("experiment", *command, db=db)

    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout) == json.loads(expected.stdout)


def test_analyse_looks_at_the_kernel_over_the_training(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'new.db'}"
    command = ("analyse", "digits", "--limit", 100, "--epochs", 2, "--checkpoints")
    wrong = run_lpntk(*command, "1,5", db=db)
    assert "names epoch 5, and the training has 2" in wrong.stderr

    ran = run_lpntk(*command, "1,best", db=db)

    assert ran.exit_code == 0, ran.output
    assert ran.stdout == "1\n"
    assert "The kernel over training" in ran.stderr
    with Workspace.open(db) as workspace:
        [task] = workspace.analysis(1).tasks
    assert task.request == {"name": "kernel-over-training", "checkpoints": "1,best"}
