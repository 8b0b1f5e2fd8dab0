"""`lpntk resume`, `cancel`, `rename`, `delete`, and the list in a narrow terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, JobState, LearningSettings
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.workspace import Workspace
from support.commands import Finished, run_lpntk, start_lpntk
from support.data import write_image_folder

WAITING = AnalysisRequest(DataSettings("digits", limit=60), LearningSettings("mlp", epochs=1))


@pytest.fixture
def waiting(db: str) -> int:
    """An analysis that nobody has begun."""
    with Workspace.open(db) as workspace:
        return workspace.submit(WAITING).id


def state(db: str, analysis_id: int) -> JobState:
    with Workspace.open(db) as workspace:
        return workspace.analysis(analysis_id).state


def test_what_waits_is_cancelled_and_resumed(db: str, waiting: int) -> None:
    result = run_lpntk("cancel", waiting, db=db)
    assert result.stdout == f"Analysis {waiting} is cancelled: lpntk resume {waiting} goes on with it.\n"
    assert state(db, waiting) is JobState.CANCELLED

    result = run_lpntk("resume", waiting, db=db)
    assert (result.exit_code, result.stdout) == (0, f"{waiting}\n"), result.output
    assert state(db, waiting) is JobState.DONE

    assert f"Analysis {waiting} is finished already." in run_lpntk("resume", waiting, db=db).stderr


def test_tasks_are_shown_cancelled_and_resumed(db: str, waiting: int) -> None:
    run_lpntk("resume", waiting, db=db)
    with Workspace.open(db) as workspace:
        asked = EvaluationRequest.of(["average-low"], [0.5], 1, ["updates"], [], None)
        workspace.evaluate(waiting, asked)
    assert re.search(r"Evaluation +queued", run_lpntk("show", waiting, db=db).stdout)

    result = run_lpntk("cancel", waiting, db=db)
    assert result.stdout == (
        f"The evaluation of analysis {waiting} is cancelled: the same command, or lpntk resume {waiting}, "
        "goes on with it.\n"
    )
    assert re.search(r"Evaluation +cancelled", run_lpntk("show", waiting, db=db).stdout)

    result = run_lpntk("resume", waiting, db=db)
    assert (result.exit_code, result.stdout) == (0, f"{waiting}\n"), result.output
    assert re.search(r"Evaluation +done", run_lpntk("show", waiting, db=db).stdout)
    assert run_lpntk("cancel", waiting, db=db).exit_code == 2


def test_ctrl_c_before_work_begins_leaves_nothing_that_a_server_would_run(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "run", interrupted)

    result = run_lpntk("analyse", "digits", "--limit", 60, db=db)

    assert result.exit_code == 130
    assert state(db, 1) is JobState.CANCELLED


def test_a_name_can_be_changed(db: str, waiting: int) -> None:
    assert run_lpntk("rename", waiting, "My [own] name", db=db).exit_code == 0

    assert "My [own] name" in run_lpntk("list", db=db).stdout
    assert "My [own] name" in run_lpntk("show", waiting, db=db).stdout


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "The name is empty"),
        ("n" * 201, "it must have at most 200"),
        ("\x1b[31mred", "with characters that cannot be shown"),
    ],
)
def test_names_that_are_none_are_refused(db: str, waiting: int, name: str, sentence: str) -> None:
    result = run_lpntk("rename", waiting, name, db=db)
    assert result.exit_code == 2
    assert sentence in result.stderr


@pytest.mark.parametrize(
    "command", [("rename", 9, "x"), ("delete", 9, "--yes"), ("cancel", 9), ("resume", 9)]
)
def test_an_unknown_analysis_is_said_to_be_none(db: str, command: tuple[object, ...]) -> None:
    Workspace.open(db).close()
    result = run_lpntk(*command, db=db)
    assert result.exit_code == 2
    assert "There is no analysis 9" in result.stderr


def test_delete_asks_first(db: str, waiting: int) -> None:
    refused = run_lpntk("delete", waiting, db=db)  # standard input has no answer
    assert refused.exit_code == 1
    assert state(db, waiting) is JobState.QUEUED

    assert run_lpntk("delete", waiting, "--yes", db=db).exit_code == 0
    assert "No analyses yet" in run_lpntk("list", db=db).stdout


def test_delete_gives_the_space_back(db: str) -> None:
    assert run_lpntk("analyse", "digits", "--limit", 400, "--epochs", 1, db=db).exit_code == 0
    file = Path(db.removeprefix("sqlite:///"))
    before = file.stat().st_size

    assert run_lpntk("delete", 1, "--yes", db=db).exit_code == 0

    assert file.stat().st_size < before / 2


def test_the_loop_of_a_person_who_mends_labels(db: str, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    write_image_folder(photos, per_class=6, classes=2)
    command = ("analyse", photos, "--model", "mlp", "--epochs", 1, "--image-size", 8)
    assert run_lpntk(*command, db=db).stdout == "1\n"
    mended = sorted(photos.rglob("*.png"))[0]
    mended.rename(sorted(path for path in photos.iterdir())[-1] / "mended.png")

    result = run_lpntk(*command, db=db)

    assert result.stdout == "2\n"
    assert f"Changed since analysis 1: the files of {photos}. This is a new analysis." in result.stderr
    assert run_lpntk(*command, db=db).stderr == "Analysis 2 is finished already.\n"


@pytest.mark.parametrize("width", [40, 72, 200])
def test_the_list_fits_the_terminal(finished: Finished, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr("lpntk.cli.output._WIDTH_WITHOUT_TERMINAL", width)

    lines = run_lpntk("list", db=finished.db).stdout.splitlines()

    assert all(len(line) <= width for line in lines)
    assert all(word in lines[2] for word in (str(finished.id), "A few digits", "done"))
    assert ("Created" in lines[0]) == (width == 200)


def test_a_terminal_that_is_not_utf_8_gets_what_it_can_show(db: str, waiting: int) -> None:
    run_lpntk("rename", waiting, "café κ", db=db)

    command = start_lpntk("list", "--db", db, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = command.communicate(timeout=60)

    assert command.returncode == 0, err
    assert "caf\\xe9 \\u03ba" in out


READING = [
    ("list",),
    ("show", 1),
    ("neighbours", 1, 0),
    ("scores", 1),
    ("prune", 1, "--list", "--keep", 0.8),
    ("label-issues", 1),
    ("decisions", 1),
    ("resume", 1),
    ("rename", 1, "Another"),
    ("delete", 1, "--yes"),
]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_mistyped_database_is_said_and_not_made(tmp_path: Path, command: tuple[object, ...]) -> None:
    path = tmp_path / "mistyped.db"
    result = run_lpntk(*command, db=f"sqlite:///{path}")
    assert result.exit_code == 2
    assert f"There is no database {path}" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_default_s_folder_is_not_made_by_who_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)
    result = run_lpntk("list", db="sqlite:///data/lpntk.db")
    assert result.exit_code == 2
    assert f"There is no database {tmp_path / 'data' / 'lpntk.db'}" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_analysis_is_copied_once(finished: Finished, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    result = run_lpntk("copy", finished.id, target, db=finished.db)
    assert result.stdout == f"Analysis {finished.id} is analysis 1 in {tmp_path / 'copy.db'} now.\n"
    assert f"Copying analysis {finished.id}" in result.stderr
    again = run_lpntk("copy", finished.id, target, db=finished.db)
    assert again.stdout == f"It is in {tmp_path / 'copy.db'} already, as analysis 1: nothing was copied.\n"
    shown, there = (run_lpntk("show", 1, db=url).stdout for url in (finished.db, target))
    assert shown == there
    onto_itself = run_lpntk("copy", finished.id, finished.db, db=finished.db)
    assert (onto_itself.exit_code, onto_itself.stdout) == (2, "")
    assert "is the database that the analysis is in" in onto_itself.stderr
