"""`lpntk compare`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lpntk.domain import KernelSettings
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST, finished_analysis
from support.commands import run_lpntk


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with two analyses of the same samples."""
    url, _ = finished_analysis(tmp_path_factory.mktemp("compare"))
    with Workspace.open(url) as workspace:
        workspace.run(workspace.submit(replace(REQUEST, kernel=KernelSettings("residual"))).id)
    return url


def test_sentences_and_tables(two: str) -> None:
    text = run_lpntk("compare", 1, 2, "--strategy", "random", db=two).stdout
    assert "200 samples in both" in text
    assert "rank correlation" in text
    assert "100% are the same in both" in text
    assert "strongest_partner" in text


def test_json(two: str) -> None:
    found = json.loads(run_lpntk("compare", 1, 2, "--json", db=two).stdout)
    assert (found["analyses"], found["samples"], found["plans"]) == ([1, 2], 200, None)
    assert len(found["changed"]) == 50


def test_a_score_is_drawn_against_itself(two: str, tmp_path: Path) -> None:
    page = tmp_path / "scores.html"
    run_lpntk("compare", 1, 2, "-o", page, "--score", "own_class_mean", db=two)
    assert "Own-class mean" in page.read_text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((1, 1), "Analysis 1 is named twice"),
        ((1, 2, "--score", "loss"), "give --output FILE.html"),
        ((1, 2, "-o", "scores.png"), "end its name in .html"),
    ],
)
def test_what_cannot_be_done_is_said(two: str, words: tuple[object, ...], sentence: str) -> None:
    result = run_lpntk("compare", *words, db=two)
    assert result.exit_code == 2
    assert sentence in result.stderr
