"""`lpntk label-issues`, `lpntk decisions`, and `lpntk analyse` with other labels."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lpntk.pipeline.workspace import Workspace
from support.commands import SMALL, Finished, run_lpntk


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """An analysis of digits of which ten labels are flipped."""
    url = f"sqlite:///{tmp_path_factory.mktemp('noisy') / 'lpntk.db'}"
    result = run_lpntk("analyse", *SMALL, "--label-noise", 0.1, db=url)
    assert result.exit_code == 0, result.output
    return Finished(url, int(result.stdout))


@pytest.fixture
def first(noisy: Finished) -> Iterator[int]:
    """The index of the most suspicious sample, which is excluded during the test."""
    issue = json.loads(run_lpntk("label-issues", noisy.id, "-n", 1, "--json", db=noisy.db).stdout)["issues"][
        0
    ]
    with Workspace.open(noisy.db) as workspace:
        made = workspace.decide(noisy.id, issue["index"], "exclude")
        yield issue["index"]
        workspace.decide(noisy.id, issue["index"], "clear", previous=made.id)


class TestLabelIssues:
    def test_the_most_suspicious_come_first(self, noisy: Finished) -> None:
        shown = run_lpntk("label-issues", noisy.id, "-n", 3, db=noisy.db).stdout
        header, _, *rows = shown.splitlines()
        assert header.split()[:5] == ["Rank", "Index", "Given", "Suggested", "Margin"]
        assert [row.split()[0] for row in rows[:3]] == ["1", "2", "3"]
        assert "The first 3 of 100 samples, by left-out margin and loss." in shown

    def test_no_class_is_suggested_where_the_given_one_wins(self, noisy: Finished) -> None:
        _, _, *rows = run_lpntk("label-issues", noisy.id, "-n", 0, db=noisy.db).stdout.splitlines()
        found = json.loads(run_lpntk("label-issues", noisy.id, "-n", 0, "--json", db=noisy.db).stdout)
        for row, issue in zip(rows, found["issues"], strict=False):
            assert ("the others agree" in row) == (issue["margin"] < 0)

    def test_how_well_each_score_finds_what_was_flipped(self, noisy: Finished) -> None:
        shown = run_lpntk("label-issues", noisy.id, "-n", 1, db=noisy.db).stdout
        assert "How well each score finds the 10 labels that were flipped on purpose" in shown
        assert "Wrong among the first 10" in shown
        rows = {line.split("  ")[0] for line in shown.splitlines()}
        assert {"Left-out margin and loss", "Left-out margin", "Loss"} <= rows

    def test_without_flipped_labels_nothing_is_said_of_them(self, finished: Finished) -> None:
        assert "on purpose" not in run_lpntk("label-issues", finished.id, db=finished.db).stdout

    def test_json(self, noisy: Finished) -> None:
        found = json.loads(run_lpntk("label-issues", noisy.id, "-n", 0, "--json", db=noisy.db).stdout)
        assert len(found["issues"]) == found["total"] == 100
        assert found["noise"]["wrong"] == 10
        wrong = [issue for issue in found["issues"] if issue["given"] != issue["true_label"]]
        assert len(wrong) == 10

    def test_a_file(self, noisy: Finished, tmp_path: Path) -> None:
        path = tmp_path / "issues.csv"
        ran = run_lpntk("label-issues", noisy.id, "-n", 5, "--by", "loss", "-o", path, db=noisy.db)
        assert f"Written to {path}." in ran.stdout
        rows = list(csv.DictReader(path.open()))
        losses = [float(row["loss"]) for row in rows]
        assert losses == sorted(losses, reverse=True)
        assert len(rows) == 5

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("-n", -1), "n is -1: it must be at least 0."),
            (("--by", "beauty"), "Unknown order 'beauty': choose one of rank, left_out_margin"),
            (("-o", "issues.txt"), "end its name in .csv"),
        ],
    )
    def test_what_there_is_not_is_refused(self, noisy: Finished, arguments, message: str) -> None:
        ran = run_lpntk("label-issues", noisy.id, *arguments, db=noisy.db)
        assert ran.exit_code == 2
        assert message in ran.stderr


class TestDecisions:
    def test_nothing_is_decided_yet(self, finished: Finished) -> None:
        assert "Nothing is decided yet" in run_lpntk("decisions", finished.id, db=finished.db).stdout
        assert json.loads(run_lpntk("decisions", finished.id, "--json", db=finished.db).stdout) == []

    def test_what_is_decided_is_shown(self, noisy: Finished, first: int) -> None:
        row = run_lpntk("decisions", noisy.id, db=noisy.db).stdout.splitlines()[2].split()
        assert (int(row[0]), row[2]) == (first, "exclude")
        (one,) = json.loads(run_lpntk("decisions", noisy.id, "--json", db=noisy.db).stdout)
        assert (one["index"], one["action"], one["label"]) == (first, "exclude", None)

    def test_files(self, noisy: Finished, first: int, tmp_path: Path) -> None:
        for name, what in {
            "d.csv": "decisions",
            "l.npy": "labels",
            "e.txt": "excluded",
            "k.npy": "kept",
        }.items():
            ran = run_lpntk("decisions", noisy.id, "--what", what, "-o", tmp_path / name, db=noisy.db)
            assert ran.stdout == f"Written to {tmp_path / name}.\n"
        assert np.load(tmp_path / "l.npy", allow_pickle=False)[first] == -1
        assert (tmp_path / "e.txt").read_text() == f"{first}\n"
        assert len(np.load(tmp_path / "k.npy", allow_pickle=False)) == 99

    def test_a_file_of_decisions_drops_in(self, noisy: Finished, first: int, tmp_path: Path, db: str) -> None:
        run_lpntk("decisions", noisy.id, "-o", tmp_path / "d.csv", db=noisy.db)

        ran = run_lpntk("analyse", *SMALL, "--labels", tmp_path / "d.csv", db=db)

        assert ran.exit_code == 0, ran.output
        text = run_lpntk("show", ran.stdout.strip(), db=db).stdout
        assert str(tmp_path / "d.csv") in text
        assert "1 leaves its sample out" in text
        shown = json.loads(run_lpntk("show", ran.stdout.strip(), "--json", db=db).stdout)
        assert shown["samples"] == 99
        assert shown["name"] == "digits, 100 samples, labels d.csv, lenet"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--what", "all"), "Unknown file 'all': choose one of decisions, labels, excluded, kept"),
            (("-o", "x.npy"), "end its name in .csv"),
            (("--what", "labels", "-o", "x.json"), "end its name in .npy or .csv"),
        ],
    )
    def test_what_there_is_not_is_refused(self, noisy: Finished, arguments, message: str) -> None:
        ran = run_lpntk("decisions", noisy.id, *arguments, db=noisy.db)
        assert ran.exit_code == 2
        assert message in ran.stderr


class TestOtherLabels:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("index,label\n5000,1\n", "is of a sample '5000', which there is not"),
            ("index,label\n3,seven\n", "Sample 3 in"),
            ("label\n3\n", "it needs the columns index and label"),
        ],
    )
    def test_a_file_that_does_not_fit_leaves_nothing(
        self, db: str, tmp_path: Path, text: str, message: str
    ) -> None:
        (tmp_path / "labels.csv").write_text(text)
        ran = run_lpntk("analyse", *SMALL, "--labels", tmp_path / "labels.csv", db=db)
        assert ran.exit_code == 2
        assert message in ran.stderr
        assert "Traceback" not in ran.output
        assert "No analyses yet" in run_lpntk("list", db=db).stdout

    def test_no_file_is_said_before_anything_is_read(self, db: str) -> None:
        ran = run_lpntk("analyse", *SMALL, "--labels", "nowhere.csv", db=db)
        assert "There is no file of labels nowhere.csv" in ran.stderr
        assert ran.exit_code == 2
