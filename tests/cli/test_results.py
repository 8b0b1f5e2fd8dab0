"""`lpntk list`, `show`, `neighbours` and `export`: what a finished analysis says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import KernelSettings, Relation
from lpntk.domain.exports import EXPORTS, Result
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST, finished_analysis
from support.commands import SAMPLES, Finished, run_lpntk
from support.reading import Read


@pytest.fixture(scope="module")
def indices(finished: Finished) -> list[int]:
    with Workspace.open(finished.db) as workspace:
        return Read(workspace).samples(finished.id).index.tolist()


class TestList:
    def test_an_empty_database_says_what_to_do(self, db: str) -> None:
        Workspace.open(db).close()
        assert "lpntk analyse SOURCE" in run_lpntk("list", db=db).stdout

    def test_a_row_an_analysis(self, finished: Finished) -> None:
        (row,) = [li for li in run_lpntk("list", db=finished.db).stdout.splitlines() if "A few digits" in li]
        assert row.split()[0] == str(finished.id)
        assert {"done", str(SAMPLES), "lenet", "sign"} <= set(row.split())

    def test_a_classifier_that_has_hardly_learnt_is_told_of(self, db: str) -> None:
        ran = run_lpntk("analyse", "digits", "--limit", "60", "--model", "mlp", "--epochs", "1",
                        "--learning-rate", "1e-6", db=db)  # fmt: skip
        assert "the kernel says little about a model that has hardly learnt" in ran.stderr
        text = " ".join(run_lpntk("show", ran.stdout.strip(), db=db).stdout.split())
        assert "says little" in text

    def test_json(self, finished: Finished) -> None:
        (analysis,) = json.loads(run_lpntk("list", "--json", db=finished.db).stdout)
        assert analysis["id"] == finished.id
        assert analysis["request"]["data"]["limit"] == SAMPLES
        assert all(stage["done"] for stage in analysis["stages"])

    def test_the_database_may_come_from_the_environment(
        self, finished: Finished, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LPNTK_DB", finished.db)
        assert "A few digits" in run_lpntk("list").stdout


class TestFewNeighbours:
    def test_more_than_are_kept_come_from_the_matrix(self, finished: Finished, indices: list[int]) -> None:
        words = ("neighbours", finished.id, indices[0], "-k", 50)
        assert "keeps" not in run_lpntk(*words, db=finished.db).stdout
        sample = json.loads(run_lpntk(*words, "--json", db=finished.db).stdout)
        assert {len(found) for found in sample["neighbours"].values()} == {50}

    def test_without_a_matrix_it_is_said_that_no_more_are_kept(self, tmp_path: Path) -> None:
        settings = KernelSettings(storage_budget=1)
        url, number = finished_analysis(tmp_path, replace(REQUEST, kernel=settings))
        with Workspace.open(url) as workspace, workspace.results(number) as results:
            index = int(results.indices[0])
        asked = run_lpntk("neighbours", number, index, "-k", 50, db=url).stdout
        assert "The analysis keeps 30 of each: lpntk analyse … --neighbours 50 keeps more." in asked
        assert "keeps" not in run_lpntk("neighbours", number, index, db=url).stdout

    def test_a_negative_index_is_an_index(self, finished: Finished) -> None:
        result = run_lpntk("neighbours", finished.id, "-1", db=finished.db)
        assert result.exit_code == 2
        assert "There is no sample -1" in result.stderr


class TestShow:
    def test_facts(self, finished: Finished) -> None:
        text = run_lpntk("show", finished.id, db=finished.db).stdout
        for fact in (
            "A few digits",
            "done",
            f"{SAMPLES} images, each 8 x 8 x 1",
            "parameters",
            "held out",
            "sign",
        ):
            assert fact in text

    def test_json(self, finished: Finished) -> None:
        analysis = json.loads(run_lpntk("show", finished.id, "--json", db=finished.db).stdout)
        assert analysis["samples"] == SAMPLES
        assert 0 <= analysis["accuracy"] <= 1


class TestNeighbours:
    def test_all_relations(self, finished: Finished, indices: list[int]) -> None:
        text = run_lpntk("neighbours", finished.id, indices[3], db=finished.db).stdout
        assert text.startswith(f"Sample {indices[3]}, labelled ")
        assert [title in text for title in ("Interchangeable", "Unrelated", "Contradictory")] == [True] * 3

    def test_what_is_near_a_relation_only_is_not_called_one(
        self, finished: Finished, indices: list[int]
    ) -> None:
        words = ("neighbours", finished.id, indices[3])
        sample = json.loads(run_lpntk(*words, "--json", db=finished.db).stdout)
        strongest = {relation: found[0]["similarity"] for relation, found in sample["neighbours"].items()}
        text = run_lpntk(*words, db=finished.db).stdout
        for title, holds in {
            "Interchangeable": strongest["interchangeable"] >= 0.8,
            "Unrelated": abs(strongest["unrelated"]) <= 0.1,
            "Contradictory": strongest["contradictory"] <= -0.3,
        }.items():
            counted = sample["partners"][title.lower()]["count"]
            assert (f"{title}: {counted} of {SAMPLES - 1}\n" in text) == holds
            assert (f"{title}: none of {SAMPLES - 1}; these come nearest\n" in text) != holds

    def test_json_has_as_many_as_asked_for(self, finished: Finished, indices: list[int]) -> None:
        words = ("neighbours", finished.id, indices[0], "-k", "4", "--json")
        sample = json.loads(run_lpntk(*words, db=finished.db).stdout)
        assert sample["index"] == indices[0]
        assert set(sample["neighbours"]) == {relation.value for relation in Relation}
        for neighbours in sample["neighbours"].values():
            assert len(neighbours) == 4
            assert {neighbour["index"] for neighbour in neighbours} <= set(indices) - {indices[0]}

    def test_one_relation(self, finished: Finished, indices: list[int]) -> None:
        words = ("neighbours", finished.id, indices[0], "--relation", "contradictory", "--json")
        sample = json.loads(run_lpntk(*words, db=finished.db).stdout)
        similarities = [neighbour["similarity"] for neighbour in sample["neighbours"]["contradictory"]]
        assert list(sample["neighbours"]) == ["contradictory"]
        assert len(similarities) == 10
        assert similarities == sorted(similarities)


class TestExport:
    @pytest.mark.parametrize(
        ("what", "suffix"),
        [(export.result, suffix) for export in EXPORTS.values() for suffix in export.formats],
    )
    def test_every_result_in_every_format(
        self, finished: Finished, tmp_path: Path, what: str, suffix: str
    ) -> None:
        output = tmp_path / f"result.{suffix}"
        result = run_lpntk("export", finished.id, what, "-o", output, db=finished.db)
        assert result.exit_code == 0, result.output
        assert output.stat().st_size > 0

    def test_atlas_has_images_where_they_are_asked_for(self, finished: Finished, tmp_path: Path) -> None:
        without, having = tmp_path / "without.parquet", tmp_path / "with.parquet"
        run_lpntk("export", finished.id, "atlas", "-o", without, db=finished.db)
        run_lpntk("export", finished.id, "atlas", "--images", "-o", having, db=finished.db)
        assert b"PNG" not in without.read_bytes()
        assert having.stat().st_size > without.stat().st_size

    def test_the_kernel_is_symmetric(self, finished: Finished, tmp_path: Path) -> None:
        run_lpntk("export", finished.id, "kernel", "-o", tmp_path / "kernel.npy", db=finished.db)
        kernel = np.load(tmp_path / "kernel.npy", allow_pickle=False)
        assert kernel.shape == (SAMPLES, SAMPLES)
        assert np.array_equal(kernel, kernel.T)


class TestScores:
    def test_a_line_a_score_names_the_most_suspicious_sample(
        self, finished: Finished, indices: list[int]
    ) -> None:
        text = run_lpntk("scores", finished.id, db=finished.db).stdout
        with Workspace.open(finished.db) as workspace:
            loss = Read(workspace).samples(finished.id).scores["loss"]
        (line,) = [line.split() for line in text.splitlines() if line.startswith("Loss")]
        assert line[:2] == ["Loss", "loss"]
        assert line[-2:] == ["high", str(indices[int(loss.argmax())])]
        assert float(line[4]) == pytest.approx(float(loss.max()), rel=1e-3)
        assert "-o FILE writes every sample's" in text

    def test_json(self, finished: Finished) -> None:
        found = json.loads(run_lpntk("scores", finished.id, "--json", db=finished.db).stdout)
        names = [score["name"] for score in found["scores"]]
        assert {"loss", "grand", "nearest_other_label"} <= set(names)
        # Trained for one epoch: of that there is no more to say than what the checkpoint says.
        assert "aum" not in names
        assert all(score["known"] <= SAMPLES for score in found["scores"])

    @pytest.mark.parametrize("ending", EXPORTS[Result.SCORES].formats)
    def test_files_are_those_that_export_writes(
        self, finished: Finished, tmp_path: Path, ending: str
    ) -> None:
        if ending == "parquet":
            pytest.importorskip("pyarrow")
        mine, exported = tmp_path / f"mine.{ending}", tmp_path / f"exported.{ending}"
        told = run_lpntk("scores", finished.id, "-o", mine, db=finished.db).stdout
        run_lpntk("export", finished.id, "scores", "-o", exported, db=finished.db)
        assert f"scores of {SAMPLES} samples are written to" in told
        assert mine.read_bytes() == exported.read_bytes()

    def test_another_ending_is_refused(self, finished: Finished, tmp_path: Path) -> None:
        result = run_lpntk("scores", finished.id, "-o", tmp_path / "scores.xlsx", db=finished.db)
        assert result.exit_code == 2
        assert ".csv or .json or .npz or .parquet" in result.stderr
