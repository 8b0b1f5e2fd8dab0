"""`lpntk columns`, and what goes by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lpntk.cli import exits
from lpntk.pipeline.workspace import Workspace
from support.commands import SAMPLES, Finished, run_lpntk
from support.reading import Read


@pytest.fixture
def clean(finished: Finished) -> Iterator[Finished]:
    """The finished analysis, whose columns go after the test."""
    yield finished
    for one in json.loads(run_lpntk("columns", finished.id, "--json", db=finished.db).stdout):
        run_lpntk("columns", finished.id, "--remove", one["name"], db=finished.db)


@pytest.fixture
def indices(finished: Finished) -> list[int]:
    with Workspace.open(finished.db) as workspace:
        return Read(workspace).samples(finished.id).index.tolist()


def test_columns_are_added_listed_replaced_and_removed(
    clean: Finished, indices: list[int], tmp_path: Path
) -> None:
    assert "no columns of yours yet" in run_lpntk("columns", clean.id, db=clean.db).stdout
    file = tmp_path / "mine.csv"
    lines = [f"{index},{index / 4},{'ab'[index % 2]},{index}x" for index in indices]
    file.write_text("\n".join(["index,blur,camera,words", *lines]))
    done = run_lpntk("columns", clean.id, file, db=clean.db)
    assert [line.split()[0] for line in done.stdout.splitlines()[2:]] == ["blur", "camera", "words"]
    assert "one of 2 groups" in done.stdout

    done = run_lpntk("columns", clean.id, file, db=clean.db)
    assert done.exit_code == exits.INPUT
    assert "There is a column 'blur' already" in done.stderr
    assert run_lpntk("columns", clean.id, file, "--replace", db=clean.db).exit_code == 0
    run_lpntk("columns", clean.id, "--remove", "WORDS", db=clean.db)
    found = json.loads(run_lpntk("columns", clean.id, "--json", db=clean.db).stdout)
    assert [(one["name"], one["kind"], one["known"]) for one in found] == [
        ("blur", "number", SAMPLES),
        ("camera", "category", SAMPLES),
    ]

    scores = tmp_path / "scores.csv"
    run_lpntk("scores", clean.id, "-o", scores, db=clean.db)
    assert scores.read_text().splitlines()[0].endswith(",blur,camera")
    pruned = run_lpntk("prune", clean.id, "--strategy", "by:blur:lowest", "--keep", 0.5, db=clean.db)
    assert "keeps 50 samples" in pruned.stdout


def test_an_embedding_is_compared_and_pruned_by(clean: Finished, tmp_path: Path) -> None:
    np.save(tmp_path / "clip.npy", np.random.default_rng(0).normal(size=(SAMPLES, 4)))
    done = run_lpntk("columns", clean.id, tmp_path / "clip.npy", "--name", "mine", db=clean.db)
    assert "an embedding of 4 numbers" in done.stdout
    assert "Of the 10 nearest by the kernel" in done.stdout
    kept = tmp_path / "kept.csv"
    words = ("prune", clean.id, "--strategy", "semdedup", "--on", "mine", "--keep", 0.8, "-o", kept)
    done = run_lpntk(*words, db=clean.db)
    assert "semdedup:mine (Near duplicates by mine)" in done.stdout
    assert "a near duplicate in mine (cosine" in kept.read_text()

    done = run_lpntk("prune", clean.id, "--strategy", "random", "--on", "mine", "--keep", 0.8, db=clean.db)
    assert done.exit_code == exits.INPUT
    assert "'random' goes by no embedding" in done.stderr
    asked = ("--strategy", "semdedup:mine", "--keep", 0.8)
    done = run_lpntk("evaluate", clean.id, *asked, "--seeds", 1, db=clean.db)
    assert done.exit_code == exits.INPUT
    assert "goes by a column of yours" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("gone.csv",), "gone.csv cannot be read (No such file or directory)"),
        (("mine.csv", "--remove", "x"), "give FILE or --remove NAME"),
        (("--remove", "x"), "There is no column 'x' of yours"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_lpntk("columns", finished.id, *words, db=finished.db)
    assert done.exit_code == exits.INPUT
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
