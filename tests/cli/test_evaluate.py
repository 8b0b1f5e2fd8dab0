"""`lpntk evaluate`: the table, the verdicts, going on, files, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from support.commands import Finished, run_lpntk

ASKED = ("--strategy", "average-low", "--keep", "0.5", "--seeds", "3")


@pytest.fixture(scope="module")
def shown(finished: Finished) -> str:
    ran = run_lpntk("evaluate", finished.id, *ASKED, db=finished.db)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_it_prints_a_table_and_a_verdict(shown: str) -> None:
    lines = [line.split() for line in shown.splitlines()]
    rows = {line[0]: line for line in lines if line and line[0] in ("full", "random", "average-low")}
    assert rows["random"][1:4] == ["0.5", "45", "3"]
    verdicts = [line for line in shown.splitlines() if line.startswith("average-low at 0.5: ")]
    assert len(verdicts) == 1
    assert "random" in verdicts[0]
    assert "samples that training held out" in shown


def test_the_same_again_shows_the_same_at_once(finished: Finished, shown: str) -> None:
    again = run_lpntk("evaluate", finished.id, *ASKED, db=finished.db)
    assert again.stdout == shown
    assert "Training" not in again.stderr
    assert run_lpntk("evaluate", finished.id, db=finished.db).stdout == shown, "an ID alone shows the latest"


def test_json_and_files_hold_every_training(finished: Finished, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "proof.csv"
    ran = run_lpntk("evaluate", finished.id, *ASKED, "--json", "-o", path, db=finished.db)
    found = json.loads(ran.stdout)
    assert len(found["trainings"]) == 9
    assert found["summaries"][2]["against_random"]["seeds"] == 3
    with path.open() as file:
        lines = list(csv.DictReader(file))
    assert [float(line["accuracy"]) for line in lines] == [one["accuracy"] for one in found["trainings"]]


def test_a_plan_only_says_what_it_would_take(finished: Finished) -> None:
    asked = ("--strategy", "random", "--keep", "0.3", "--keep", "0.6", "--schedule", "both", "--plan")
    ran = run_lpntk("evaluate", finished.id, *asked, db=finished.db)
    assert "25 trainings" in ran.stdout
    found = json.loads(run_lpntk("evaluate", finished.id, *asked, "--json", db=finished.db).stdout)
    assert found["trainings"] == 25
    assert (
        run_lpntk("evaluate", finished.id, *asked[:2], "--keep", "0.3", "--plan", db=finished.db).exit_code
        == 0
    )


def test_a_list_from_elsewhere(finished: Finished, tmp_path: Path) -> None:
    kept = tmp_path / "mine.npy"
    run_lpntk("prune", finished.id, "--strategy", "fpc-heads", "--keep", "0.4", "-o", kept, db=finished.db)
    ran = run_lpntk(
        "evaluate", finished.id, "--list", kept, "--seeds", "1", "--schedule", "epochs", db=finished.db
    )
    assert "random like mine" in ran.stdout
    assert "too few seeds to tell (1 of at least 3)" in ran.stdout


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--strategy", "nothing", "--keep", "0.5"), "Unknown pruning strategy 'nothing'"),
        (("--strategy", "random"), "Say which shares to keep"),
        (("--keep", "1.5"), "give a share above 0 and below 1"),
        (("--keep", "0.5", "--schedule", "steps"), "Unknown schedule 'steps'"),
        (("--keep", "0.5", "--test", "nowhere"), "The test set:"),
        (("--list", "nowhere.npy"), "nowhere.npy cannot be read as a list of indices"),
        (("--keep", "0.5", "-o", "proof.png"), "does not say which format to write"),
    ],
)
def test_what_cannot_be_is_one_sentence(finished: Finished, asked: tuple[str, ...], sentence: str) -> None:
    ran = run_lpntk("evaluate", finished.id, *asked, db=finished.db)
    assert ran.exit_code == 2
    assert sentence in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_nothing_asked_for_and_nothing_there_is_said(db: str) -> None:
    analysis = run_lpntk("analyse", "digits", "--limit", "40", "--epochs", "1", "--model", "mlp", db=db)
    ran = run_lpntk("evaluate", int(analysis.stdout), db=db)
    assert ran.exit_code == 2
    assert "there is no evaluation of analysis 1 yet" in ran.stderr
