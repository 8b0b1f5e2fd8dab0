"""The reliability command tells right from wrong; what it finds in earnest is not for these tests to say."""

from __future__ import annotations

import json
import operator
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.pipeline.workspace import Workspace
from reliability import commands, damage, disk, kills, mutations, run
from reliability.addresses import NOT_READ, addresses
from reliability.children import Died, in_children
from reliability.commands import Form
from reliability.mutants import ENDINGS, good_file, mutated
from reliability.outcomes import Outcome, Settings, Verdict, is_sentence
from reliability.results import Undisturbed
from support.data import write_image_folder

KERNEL = "/api/analyses/1/export/kernel?format=npy"
EXPECTED = {"result": b"0" * 400_000}
# The number of a case with valid calls that submit an analysis.
CREATE = 6
STAND_IN = """
import sys, time
from pathlib import Path

time.sleep(0.2)
try:
    Path(sys.argv[-1].removeprefix("sqlite:///")).with_name("result").write_text("0" * 400_000)
except OSError:
    sys.stderr.write("lpntk: There is no room: make some.")
    sys.exit(2)
"""
FAULTY = STAND_IN.replace("except OSError", "except ValueError")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A function that puts a small program in the place of `lpntk`, since that takes its time."""

    def take_the_place(code: str) -> None:
        def start(*arguments: str) -> subprocess.Popen[str]:
            return subprocess.Popen(
                [sys.executable, "-c", code, *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

        def result(folder: Path) -> dict[str, bytes]:
            return {"result": (folder / "result").read_bytes()}

        monkeypatch.setattr(commands, "start_lpntk", start)
        for module in (kills, disk):
            monkeypatch.setattr(module, "taken_home", result)
            monkeypatch.setattr(module, "undisturbed", lambda form: Undisturbed(form, 0.25, EXPECTED))
        # Python itself answers Ctrl-C with a traceback while it starts.
        monkeypatch.setattr(kills, "SIGNALS", (signal.SIGKILL, signal.SIGTERM))

    return take_the_place


@pytest.fixture(scope="module")
def four_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a finished analysis of four samples, too few for UMAP, which takes its time."""
    folder = tmp_path_factory.mktemp("four")
    images = write_image_folder(folder / "images", per_class=2, classes=2, side=8)
    with Workspace.open(f"sqlite:///{folder / 'lpntk.db'}") as workspace:
        request = AnalysisRequest(DataSettings(str(images)), LearningSettings("mlp", epochs=1))
        workspace.run(workspace.submit(request).id)
    damage.add_tasks(folder / "lpntk.db")
    return folder / "lpntk.db"


def verdicts(outcomes: list[Outcome]) -> list[str]:
    return [outcome.verdict for outcome in outcomes]


def test_a_killed_command_is_started_again_until_its_results_are_there(stand_in) -> None:
    stand_in(STAND_IN)

    found = list(kills.outcomes(Settings(kills=2, only=0)))

    assert [outcome.group for outcome in found][-1] == "kills: results at the end"
    assert len(found) > 1
    assert set(verdicts(found)) == {Verdict.RIGHT}


def test_other_results_after_a_kill_are_wrong(stand_in) -> None:
    stand_in(STAND_IN.replace('"0"', '"1"'))

    found = list(kills.outcomes(Settings(kills=1, only=0)))

    assert found[-1].verdict is Verdict.WRONG
    assert "other results in result" in found[-1].text


def test_a_full_disk_is_refused_in_a_sentence(stand_in) -> None:
    stand_in(STAND_IN)
    found = list(disk.outcomes(Settings(fills=1, only=0)))

    assert verdicts(found) == [Verdict.REFUSED, Verdict.RIGHT]


def test_a_traceback_on_a_full_disk_is_wrong(stand_in) -> None:
    stand_in(FAULTY)
    found = list(disk.outcomes(Settings(fills=1, only=0)))

    assert verdicts(found) == [Verdict.WRONG, Verdict.RIGHT]
    assert "File too large" in found[0].text


def test_every_route_that_can_be_read_is_read(four_samples: Path) -> None:
    with damage.served(four_samples) as client:
        found = addresses(client, four_samples)
        paths = client.get("/api/openapi.json").json()["paths"]

    readable = sum("get" in methods for path, methods in paths.items() if path not in NOT_READ)
    assert len({address.partition("?")[0] for address in found}) >= readable


def test_damage_is_seen(four_samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "addresses", lambda client, database: ["/api/analyses", KERNEL])
    expected = damage.undamaged(four_samples)
    look = partial(damage.look, four_samples)
    flipped = damage.Damage(0, "0", "a bit flipped", "kernel_tile", "data")
    unseen = damage.Damage(1, "1", "another value", "job", "heartbeat_at")

    refused, right = look(expected, flipped), look(expected, unseen)
    wrong = look(dict.fromkeys(expected, (200, "text/plain", "")), unseen)

    assert refused == (Verdict.REFUSED, f"{KERNEL} refuses")
    assert right == (Verdict.RIGHT, "every answer is the same")
    assert wrong == (Verdict.WRONG, "GET /api/analyses gives something else with 200")


def test_every_column_of_every_table_is_damaged(four_samples: Path) -> None:
    planned = damage.damages(four_samples, seed=3)

    assert planned == damage.damages(four_samples, seed=3)
    columns = {(one.table, one.column) for one in planned}
    assert {("analysis", "name"), ("kernel_tile", "data"), ("sample", "preview"), ("", "")} <= columns


def test_calls_are_made_and_answered(four_samples: Path) -> None:
    pytest.importorskip("schemathesis")
    from reliability.calls import calls

    found = list(calls(four_samples.parent, Settings(calls=10, only=CREATE)))

    assert len(found) == 10
    assert all(outcome.text.startswith("POST /api/analyses: ") for outcome in found)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_mutated_was_good(ending: str, tmp_path: Path) -> None:
    content = good_file(ending, random.Random(1))

    assert mutations.read(tmp_path, f"good.{ending}", content) == (Verdict.RIGHT, "it is read")


@pytest.mark.parametrize("number", range(len(ENDINGS)))
def test_a_mutated_file_is_read_or_refused(number: int) -> None:
    outcome = mutations.tried(Settings(), number)

    assert outcome.group == f"mutations: {ENDINGS[number]}"
    assert outcome == mutations.tried(Settings(), number)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_mutated_file_is_another_one_each_time(ending: str) -> None:
    good = good_file(ending, random.Random(0))

    assert len({mutated(good, random.Random(number))[0] for number in range(8)}) > 4


def test_a_process_that_crashes_or_hangs_is_noticed() -> None:
    tasks: list[Any] = [
        partial(int, 5),
        partial(os._exit, 3),
        os.abort,
        partial(time.sleep, 60),
        partial(int, 6),
    ]

    found = in_children(operator.methodcaller, ("__call__",), tasks, seconds=1)

    answers = {repr(task): answer for task, answer in found}
    assert answers == {
        repr(tasks[0]): 5,
        repr(tasks[1]): Died("the process ended with status 3"),
        repr(tasks[2]): Died("the process was ended by signal 6"),
        repr(tasks[3]): Died("it hung for 1 s"),
        repr(tasks[4]): 6,
    }


def test_the_command_counts_and_says_how_to_repeat_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Outcome("a row", Verdict.RIGHT, 0), Outcome("a row", Verdict.WRONG, 7, "seven: wrong")]
    monkeypatch.setattr(mutations, "outcomes", lambda settings: iter(found))
    file = tmp_path / "found.json"

    status = run.main(f"mutations --seed 3 --json {file}".split())

    assert status == 1
    content = json.loads(file.read_text())
    assert content["counts"] == {"a row": {"tried": 2, "right": 1, "refused": 0, "wrong": 1}}
    assert content["wrong"]["mutations"][0]["repeat"].endswith("run.py mutations --seed 3 --only 7")
    said = capsys.readouterr()
    assert "seven: wrong" in said.err
    assert "a row" in said.out


def test_a_case_does_not_depend_on_those_before_it() -> None:
    assert list(Settings(only=4).numbers(9)) == [4]
    assert Settings(only=4).chance(4).random() == Settings().chance(4).random()
    assert list(Settings(seconds=-1).numbers()) == []


def test_the_form_says_the_same_to_the_command_and_to_the_server() -> None:
    assert Form("sketch").fields["method"] == Form("sketch").options[-1]


@pytest.mark.parametrize("text", ["", "two\nlines", "Traceback (most recent call last): x", "word"])
def test_what_is_no_sentence(text: str) -> None:
    assert not is_sentence(text)
