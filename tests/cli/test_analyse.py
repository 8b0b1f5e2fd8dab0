"""`lpntk analyse` and `lpntk demo`: from images to an id."""

from __future__ import annotations

import csv
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from lpntk.cli import demo
from lpntk.cli.progress import STAGE_TITLES
from lpntk.domain import AnalysisRequest, DataSettings, JobState, LearningSettings
from lpntk.pipeline.workspace import Workspace
from support.commands import SAMPLES, SMALL, Finished, run_lpntk, start_lpntk
from support.data import digits, write_image_folder
from support.reading import Read
from support.tables import SENTENCES, write_csv


def test_only_the_id_is_on_standard_output(db: str) -> None:
    result = run_lpntk("analyse", *SMALL, db=db)
    assert result.exit_code == 0
    assert result.stdout == "1\n"
    for title in STAGE_TITLES.values():
        assert f"{title}: done in " in result.stderr


def test_the_same_request_again_is_the_same_analysis(finished: Finished) -> None:
    result = run_lpntk("analyse", *SMALL, "--name", "Another name", db=finished.db)
    assert int(result.stdout) == finished.id
    assert result.stderr == f"Analysis {finished.id} is finished already.\n"


def test_what_was_noticed_at_the_images_is_said_once_and_kept(db: str, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "digits", per_class=10, classes=2, side=8)
    strange = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9"))
    (folder / "digit-0").rename(strange)
    (strange / "notes.txt").touch()

    result = run_lpntk("analyse", folder, "--epochs", 1, "--model", "mlp", db=db)
    shown = run_lpntk("show", 1, db=db)

    assert result.stderr.count("Left out: 1 .txt.") == 1
    assert "Left out: 1 .txt." in shown.stdout
    assert "caf\\xe9" in shown.stdout


def test_every_option_reaches_the_request(db: str, tmp_path: Path) -> None:
    images, labels = digits()
    np.savez(tmp_path / "some.npz", images=images[:60], labels=labels[:60])
    options = {
        "--name": "All options",
        "--limit": 50,
        "--image-size": 10,
        "--model": "mlp",
        "--test": tmp_path / "some.npz",
        "--epochs": 2,
        "--learning-rate": 0.05,
        "--batch-size": 16,
        "--seed": 7,
        "--device": "cpu",
        "--label-vector": "centred",
        "--kernel": "sketch",
        "--sketch-width": 64,
        "--parameters": "1|3",
        "--on-bad-gradient": "exclude",
        "--neighbours": 5,
        "--memory-budget": "256MiB",
        "--storage-budget": "1.5 GiB",
        "--heads": 0.2,
    }
    words = [word for option in options.items() for word in option]
    result = run_lpntk("analyse", tmp_path / "some.npz", *words, db=db)
    assert result.exit_code == 0, result.output
    with Workspace.open(db) as workspace:
        view = workspace.analysis(int(result.stdout))
    request = view.request
    assert view.name == "All options"
    assert (request.data.limit, request.data.image_size) == (50, 10)
    assert request.learning == LearningSettings(
        "mlp", test=str(tmp_path / "some.npz"), epochs=2, learning_rate=0.05, batch_size=16
    )
    assert (request.seed, request.device, request.structure.heads) == (7, "cpu", 0.2)
    assert (request.kernel.label_vector, request.kernel.neighbours) == ("centred", 5)
    assert (request.kernel.method, request.kernel.sketch_width) == ("sketch", 64)
    assert (request.kernel.parameters, request.kernel.on_bad_gradient) == ("1|3", "exclude")
    assert "similarity off by" in result.stderr
    assert (request.kernel.memory_budget, request.kernel.storage_budget) == (256 << 20, 3 << 29)


def test_ctrl_c_says_how_to_go_on_and_going_on_works(db: str) -> None:
    words = ("analyse", "digits", "--limit", "200", "--epochs", "30", "--db", db)
    process = start_lpntk(*words)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Analysis 1: ")
    assert process.stderr.readline().startswith("Samples: done")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr.splitlines()[-1] == (
        "Stopped. What is finished is kept: the same command goes on from there, or lpntk resume 1."
    )
    with Workspace.open(db) as workspace:
        assert workspace.analysis(1).state != JobState.DONE
    result = run_lpntk(*words)
    assert result.exit_code == 0, result.output
    assert result.stdout == "1\n"
    assert result.stderr.splitlines()[1] == "Samples: kept from before"


def test_a_plan_is_printed_and_nothing_is_begun(db: str) -> None:
    result = run_lpntk("analyse", *SMALL, "--plan", db=db)
    assert result.exit_code == 0, result.output
    for words in (
        "100 samples, 53,002 parameters",
        " on this machine: ",
        "of the budget of ",
        "for the matrix",
    ):
        assert words in result.stdout
    assert run_lpntk("list", "--json", db=db).stdout.strip() == "[]"


def test_a_plan_without_a_matrix_and_of_a_sketch(db: str) -> None:
    streamed = run_lpntk("analyse", *SMALL, "--plan", "--storage-budget", "1KiB", db=db).stdout
    assert "no matrix is kept: --storage-budget 20KiB would keep it" in streamed
    assert "for a sketch" not in streamed
    beside = run_lpntk("analyse", "digits", "--limit", 200, "--plan", "--storage-budget", "58KiB", db=db)
    assert "58 KiB for a sketch of 74 numbers a sample" in " ".join(beside.stdout.split())
    sketched = run_lpntk("analyse", *SMALL, "--plan", "--kernel", "sketch", db=db).stdout
    assert "1.6 MiB for the sketch" in sketched


def test_more_samples_are_another_analysis_by_the_same_classifier(db: str) -> None:
    assert run_lpntk("analyse", *SMALL, db=db).exit_code == 0
    with Workspace.open(db) as workspace:
        index = Read(workspace).samples(1).index[0]
    assert run_lpntk("tag", 1, "odd", "--indices", index, db=db).exit_code == 0
    result = run_lpntk("extend", 1, "digits", "--limit", 20, "--name", "More", db=db)
    assert result.exit_code == 0, result.output
    assert result.stdout == "2\n"
    came = "1 tag came along from the analysis that this one extends."
    assert came in " ".join(result.stderr.split())
    assert run_lpntk("tags", 2, db=db).stdout == run_lpntk("tags", 1, db=db).stdout
    shown = run_lpntk("show", 2, db=db).stdout
    assert came in " ".join(shown.split())
    assert "2, More" in shown
    assert "analysis 1" in shown
    assert f"{SAMPLES + 20} images, each 8 x 8 x 1" in shown


def test_what_a_table_says_goes_on_with_more_samples(db: str, tmp_path: Path) -> None:
    rows = [(text, topic, place, "left") for place, (text, topic) in enumerate(SENTENCES)]
    first = write_csv(tmp_path / "first.csv", ["text", "label", "size", "camera"], rows)
    more = write_csv(tmp_path / "more.csv", ["text", "label", "Size"], [row[:3] for row in rows])
    assert run_lpntk("analyse", first, "--epochs", 1, db=db).exit_code == 0

    result = run_lpntk("extend", 1, more, db=db)

    assert result.exit_code == 0, result.output
    said = "Columns that are known of a part of the samples only: camera (not of more)."
    assert said in " ".join(result.stderr.split())
    assert said in " ".join(run_lpntk("show", 2, db=db).stdout.split())
    assert run_lpntk("scores", 2, "-o", tmp_path / "scores.csv", db=db).exit_code == 0
    with (tmp_path / "scores.csv").open() as file:
        written = [(line["size"], line["camera"]) for line in csv.DictReader(file)]
    assert written == [(f"{place}.0", "left") for place in range(8)] + [
        (f"{place}.0", "") for place in range(8)
    ]


class TestDemo:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        request = AnalysisRequest(DataSettings("digits", limit=SAMPLES), LearningSettings(epochs=1))
        monkeypatch.setattr(demo, "REQUEST", request)

    def test_it_analyses_once(self, db: str) -> None:
        assert run_lpntk("demo", "--no-serve", db=db).stdout == "1\n"
        again = run_lpntk("demo", "--no-serve", db=db)
        assert again.stdout == "1\n"
        assert again.stderr == "Analysis 1 is finished already.\n"

    def test_then_it_serves_the_analysis(self, db: str, monkeypatch: pytest.MonkeyPatch) -> None:
        served: dict[str, object] = {}
        monkeypatch.setattr("lpntk.serving.server.serve", lambda url, **how: served.update(how, url=url))
        assert run_lpntk("demo", "--no-browser", "--port", "8123", db=db).exit_code == 0
        assert served == {
            "url": db,
            "host": "127.0.0.1",
            "port": 8123,
            "open_browser": False,
            "analysis": 1,
        }
