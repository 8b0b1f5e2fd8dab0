"""`lpntk prune`: plans, what is forecast of them, and lists to take home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from lpntk.pipeline.results.outlook import outlooks, ranking
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import STRATEGIES
from support.commands import SAMPLES, Finished, run_lpntk
from support.reading import Read

BAD = ("--strategy", "average-low", "--keep", "0.1")
"""A plan that is forecast to be worse than random."""


@pytest.fixture(scope="module")
def indices(finished: Finished) -> list[int]:
    with Workspace.open(finished.db) as workspace:
        return Read(workspace).samples(finished.id).index.tolist()


def words(text: str) -> str:
    """A text as one line, whatever its lines were broken by."""
    return " ".join(text.split())


class TestPrune:
    words = ("--strategy", "fpc-largest", "--keep", "0.7")

    def test_without_an_output_nothing_is_written(
        self, finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        text = run_lpntk("prune", finished.id, *self.words, db=finished.db).stdout
        assert f"fpc-largest ({STRATEGIES['fpc-largest'].title}) keeps 70 samples and prunes 30." in words(
            text
        )
        assert "Nothing is written" in text
        assert list(tmp_path.iterdir()) == []

    def test_the_formats_hold_the_same_indices(
        self, finished: Finished, tmp_path: Path, indices: list[int]
    ) -> None:
        for suffix in ("npy", "json", "csv", "txt"):
            words = ("prune", finished.id, *self.words, "-o", tmp_path / f"kept.{suffix}")
            result = run_lpntk(*words, db=finished.db)
            assert result.exit_code == 0, result.output
            assert "Written to" in result.stdout
        kept = np.load(tmp_path / "kept.npy", allow_pickle=False)
        assert (kept.dtype, len(kept)) == (np.int64, 70)
        assert set(kept.tolist()) < set(indices)
        assert json.loads((tmp_path / "kept.json").read_text())["indices"] == kept.tolist()
        assert np.loadtxt(tmp_path / "kept.txt", dtype=np.int64).tolist() == kept.tolist()
        rows = list(csv.DictReader(io.StringIO((tmp_path / "kept.csv").read_text())))
        assert {int(row["index"]) for row in rows} >= set(kept.tolist())
        assert len(list(tmp_path.iterdir())) == 4

    def test_the_other_side_is_listed(self, finished: Finished, tmp_path: Path, indices: list[int]) -> None:
        for side in ("kept", "pruned"):
            words = ("prune", finished.id, *self.words, "--side", side, "-o", tmp_path / f"{side}.txt")
            assert run_lpntk(*words, db=finished.db).exit_code == 0
        kept, pruned = (
            np.loadtxt(tmp_path / f"{side}.txt", dtype=np.int64).tolist() for side in ("kept", "pruned")
        )
        assert len(pruned) == 30
        assert sorted([*kept, *pruned]) == indices

    def test_samples_stay_or_go_by_hand(self, finished: Finished, tmp_path: Path) -> None:
        with Workspace.open(finished.db) as workspace:
            plan = Read(workspace).plan(finished.id, "fpc-largest", 0.7)
        stay, go = tmp_path / "stay.txt", tmp_path / "go.json"
        stay.write_text("\n".join(map(str, plan.pruned[:4].tolist())))
        go.write_text(json.dumps(plan.kept[:1].tolist()))
        words = ("prune", finished.id, *self.words, "--stay", stay, "--go", go, "-o", tmp_path / "kept.npy")
        text = " ".join(run_lpntk(*words, db=finished.db).stdout.split())
        assert "keeps 73 samples and prunes 27." in text
        assert "4 samples stay and 1 go by hand" in text
        assert "Forecast" not in text
        kept = np.load(tmp_path / "kept.npy")
        assert set(kept.tolist()) == set(plan.kept[1:].tolist()) | set(plan.pruned[:4].tolist())

    @pytest.mark.parametrize(
        ("content", "sentence"), [("999999", "There is no sample 999999"), ("many", "--stay")]
    )
    def test_a_list_by_hand_that_cannot_be(
        self, finished: Finished, tmp_path: Path, content: str, sentence: str
    ) -> None:
        (tmp_path / "stay.txt").write_text(content)
        words = ("prune", finished.id, *self.words, "--stay", tmp_path / "stay.txt")
        result = run_lpntk(*words, db=finished.db)
        assert result.exit_code != 0
        assert sentence in " ".join(result.stderr.split()) or "cannot be read as a list" in result.stderr

    def test_json_counts_each_class(self, finished: Finished, tmp_path: Path) -> None:
        words = ("prune", finished.id, "--strategy", "random", "--keep", "0.5", "--seed", "3", "--json")
        plan = json.loads(run_lpntk(*words, db=finished.db).stdout)
        assert (plan["strategy"], plan["keep"], plan["seed"], plan["output"]) == ("random", 0.5, 3, None)
        assert sum(each["kept"] for each in plan["classes"]) == plan["kept"]
        assert sum(each["pruned"] for each in plan["classes"]) == plan["pruned"] == SAMPLES - plan["kept"]
        assert [each["name"] for each in plan["classes"]] == [str(digit) for digit in range(10)]


class TestForecast:
    def test_what_is_forecast_is_said_and_what_speaks_against_a_plan(self, finished: Finished) -> None:
        with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
            (found,) = outlooks(results, "average-low", [0.1])
        text = words(run_lpntk("prune", finished.id, *BAD, db=finished.db).stdout)
        assert found.sentence in text
        assert found.note in text
        assert f"Warning: {found.warning}" in text
        assert "worse than on as many samples at random" in text

    def test_of_a_plan_that_nothing_speaks_against_there_is_no_warning(self, finished: Finished) -> None:
        text = run_lpntk("prune", finished.id, "--strategy", "random", "--keep", 0.5, db=finished.db).stdout
        assert "Forecast " in text
        assert "Warning" not in text

    def test_it_can_be_left_out(self, finished: Finished) -> None:
        text = run_lpntk("prune", finished.id, *BAD, "--no-forecast", db=finished.db).stdout
        assert "average-low (" in text
        assert "orecast" not in text
        told = run_lpntk("prune", finished.id, *BAD, "--no-forecast", "--json", db=finished.db).stdout
        assert json.loads(told)["forecast"] is None

    def test_json(self, finished: Finished, tmp_path: Path) -> None:
        path = tmp_path / "kept.json"
        told = run_lpntk("prune", finished.id, *BAD, "--json", "-o", path, db=finished.db).stdout
        forecast = json.loads(told)["forecast"]
        assert forecast["standing"] == "worse"
        assert forecast["random"]["plans"] == 10
        assert forecast["accuracy"] < forecast["random"]["low"]
        assert json.loads(path.read_text())["forecast"]["warning"] == forecast["warning"]
        assert json.loads(told)["agreement"] is None


class TestByScore:
    @pytest.mark.parametrize("strategy", ["by:loss:lowest", "by:grand:middle:coverage"])
    def test_any_score_can_be_pruned_by(self, finished: Finished, strategy: str) -> None:
        told = run_lpntk("prune", finished.id, "--strategy", strategy, "--keep", 0.5, "--json",
                         db=finished.db).stdout  # fmt: skip
        plan = json.loads(told)
        assert plan["strategy"] == strategy
        assert plan["kept"] == SAMPLES / 2

    @pytest.mark.parametrize(
        ("strategy", "sentence"),
        [
            (
                "by:loss",
                "'by:loss' is no way to prune by a score: write by:SCORE:END or by:SCORE:END:SAMPLER",
            ),
            ("by:los:lowest", "Did you mean 'loss'?"),
            ("by:loss:least", "Unknown end of a score 'least'"),
            ("by:loss:lowest:cover", "Did you mean 'coverage'?"),
            ("by:aum:lowest", "has no score 'aum'"),
        ],
    )
    def test_what_is_no_score_is_said(self, finished: Finished, strategy: str, sentence: str) -> None:
        result = run_lpntk("prune", finished.id, "--strategy", strategy, "--keep", 0.5, db=finished.db)
        assert result.exit_code != 0
        assert sentence in words(result.stderr)
        assert "Traceback" not in result.stderr


class TestList:
    def test_each_strategy_has_a_line_and_what_it_needs(self) -> None:
        text = run_lpntk("prune", "--list").stdout
        for one in STRATEGIES.values():
            assert one.name in text
            assert one.title.split()[0] in text
        assert "by:SCORE:highest" in text

    def test_json(self) -> None:
        listed = json.loads(run_lpntk("prune", "--list", "--json").stdout)
        assert [one["name"] for one in listed] == list(STRATEGIES)
        for one in listed:
            assert one["description"] == STRATEGIES[one["name"]].description
            assert one["needs"] == STRATEGIES[one["name"]].reads

    def test_with_an_analysis_it_is_ordered_by_forecast(self, finished: Finished) -> None:
        with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
            found, refused = ranking(results, 0.3)
        told = run_lpntk("prune", finished.id, "--list", "--keep", 0.3, "--json", db=finished.db).stdout
        listed = json.loads(told)
        assert [one["strategy"] for one in listed["strategies"]] == [one.strategy for one in found]
        assert [one["accuracy"] for one in listed["strategies"]] == [one.accuracy for one in found]
        assert listed["refused"] == refused
        assert "aum" in refused

        text = run_lpntk("prune", finished.id, "--list", "--keep", 0.3, db=finished.db).stdout
        places = [text.index(f"\n{one.strategy} ") for one in found]
        assert places == sorted(places)
        assert all(STRATEGIES[one.strategy].title in text for one in found)
        assert "10 random plans that keep 0.3" in words(text)
        assert f"aum ({STRATEGIES['aum'].title}) cannot be made: {refused['aum']}" in words(text)

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("--list",), "give --keep SHARE beside --list and ID"),
            (("--list", "--keep", "0"), "keep is 0"),
            (("--list", "--keep", "0.5", "--seed", "-1"), "seed is -1"),
            (("--keep", "0.5"), "--list shows the strategies"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said(
        self, finished: Finished, arguments: tuple[str, ...], sentence: str
    ) -> None:
        result = run_lpntk("prune", finished.id, *arguments, db=finished.db)
        assert result.exit_code == 2
        assert sentence in words(result.stderr)
