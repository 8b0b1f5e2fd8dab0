"""`lpntk forecast`: lists of every kind, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lpntk.pipeline.results.forecast import forecast
from lpntk.pipeline.workspace import Workspace
from support.commands import Finished, run_lpntk


@pytest.fixture(scope="module")
def indices(finished: Finished) -> list[int]:
    with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
        return results.indices.tolist()


def test_without_some_samples(finished: Finished, indices: list[int], tmp_path: Path) -> None:
    (tmp_path / "go.txt").write_text("\n".join(map(str, indices[:40])))
    with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
        expected = forecast(results, indices[:40])

    ran = run_lpntk("forecast", str(finished.id), "--remove", str(tmp_path / "go.txt"), db=finished.db)
    as_json = run_lpntk(
        "forecast", str(finished.id), "--remove", str(tmp_path / "go.txt"), "--json", db=finished.db
    )

    assert f"{expected.removed} samples go and 0 get another label" in ran.stdout
    assert "nothing was retrained" in " ".join(ran.stdout.split())
    found = json.loads(as_json.stdout)
    assert (found["before"], found["after"], found["note"]) == (
        expected.before,
        expected.after,
        expected.note,
    )


@pytest.mark.parametrize("ending", ["npy", "json", "csv", "txt"])
def test_what_prune_writes_can_be_forecast(finished: Finished, tmp_path: Path, ending: str) -> None:
    kept = tmp_path / f"kept.{ending}"
    plan = ("prune", str(finished.id), "--strategy", "random", "--keep", "0.5", "-o", str(kept))
    assert run_lpntk(*plan, db=finished.db).exit_code == 0

    ran = run_lpntk("forecast", str(finished.id), "--keep", str(kept), "--json", db=finished.db)

    with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
        from lpntk.pipeline.results import plans

        expected = forecast(results, plans.plan(results, "random", 0.5).pruned.tolist())
    assert json.loads(ran.stdout)["after"] == expected.after
    assert json.loads(ran.stdout)["removed"] == expected.removed


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "1\ntwo\n", "cannot be read as a list of indices (it holds something else)"),
        ("a.txt", "-3\n", "holds -3, which is no index"),
        ("a.txt", "99999\n", "There is no sample 99999"),
        ("a.json", '{"fingerprint": "abc", "indices": [1]}', "a list of another data set's samples"),
        ("a.json", "{", "cannot be read as a list"),
        ("a.csv", "path\nx.png\n", "cannot be read as a list"),
        ("a.parquet", "", "choose one of npy, txt, json, csv"),
        ("b/a.npy", None, "No such file or directory"),
    ],
)
def test_a_list_that_is_none_is_refused_in_a_sentence(
    finished: Finished, tmp_path: Path, name: str, content: str | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)

    ran = run_lpntk("forecast", str(finished.id), "--remove", str(tmp_path / name), db=finished.db)

    assert ran.exit_code == 2
    assert sentence in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_without_a_change_there_is_nothing_to_forecast(finished: Finished) -> None:
    ran = run_lpntk("forecast", str(finished.id), db=finished.db)

    assert ran.exit_code == 2
    assert "give --remove LIST, --keep LIST or --relabel FILE" in ran.stderr


def test_a_numpy_list_of_other_numbers_is_refused(finished: Finished, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([0.5]))

    ran = run_lpntk("forecast", str(finished.id), "--remove", str(tmp_path / "a.npy"), db=finished.db)

    assert "holds 0.5, which is no index" in ran.stderr


def test_whole_numbers_written_as_fractions_are_indices(
    finished: Finished, indices: list[int], tmp_path: Path
) -> None:
    np.save(tmp_path / "a.npy", np.array(indices[:5], dtype=np.float64))
    np.save(tmp_path / "b.npy", np.array([*indices[:5], np.nan]))

    good, bad = (
        run_lpntk("forecast", str(finished.id), "--remove", str(tmp_path / name), db=finished.db)
        for name in ("a.npy", "b.npy")
    )

    assert good.exit_code == 0, good.output
    assert "holds nan, which is no index" in bad.stderr


def test_with_other_labels(finished: Finished, indices: list[int], tmp_path: Path) -> None:
    lines = [f"{index},{label}" for index, label in zip(indices[:30], [3] * 29 + [""], strict=True)]
    (tmp_path / "labels.csv").write_text("\n".join(["index,label", *lines]))
    with Workspace.open(finished.db) as workspace, workspace.results(finished.id) as results:
        expected = forecast(results, [indices[29]], dict.fromkeys(indices[:29], 3))

    ran = run_lpntk(
        "forecast", str(finished.id), "--relabel", str(tmp_path / "labels.csv"), "--json", db=finished.db
    )

    found = json.loads(ran.stdout)
    assert (found["relabelled"], found["removed"]) == (expected.relabelled, expected.removed)
    assert found["after"] == expected.after


def test_other_labels_that_are_none_are_refused(finished: Finished, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("index,label\n0,eleven\n")

    ran = run_lpntk("forecast", str(finished.id), "--relabel", str(tmp_path / "labels.csv"), db=finished.db)

    assert ran.exit_code == 2
    assert "eleven" in ran.stderr
