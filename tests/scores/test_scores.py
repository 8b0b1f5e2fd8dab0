"""Each score on a case that is worked out by hand, and what holds for all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import lpntk.scores
from lpntk.scores import SCORES, Known
from support.analyses import finished_analysis

KNOWN: dict[str, NDArray] = {
    "labels": np.array([1, 0, 1]),
    "self_kernel": np.array([4, 9, 0], dtype=np.float32),
    "self_max": np.array([True, False, True]),
    "class_means": np.array([[0.1, 0.9], [np.nan, 0.2], [-0.5, 0.3]], dtype=np.float32),
    "label_probability": np.array([1, 0.5, 0], dtype=np.float32),
}
BY_HAND = {
    "self_kernel": [4, 9, 0],
    "self_max": [1, 0, 1],
    "own_class_mean": [0.9, np.nan, 0.3],
    "label_probability": [1, 0.5, 0],
    "loss": [0, np.log(2), -np.log(np.finfo(np.float32).tiny)],
}


def test_every_score_has_a_case() -> None:
    assert SCORES.keys() == BY_HAND.keys()


@pytest.mark.parametrize("name", BY_HAND)
def test_a_score_is_what_it_is_by_hand(name: str) -> None:
    found = SCORES[name].of(Known(KNOWN.__getitem__))

    np.testing.assert_allclose(found.astype(float), BY_HAND[name], rtol=1e-6)
    assert (found.dtype == np.bool_) == SCORES[name].is_flag


@pytest.mark.parametrize("name", SCORES)
def test_a_sample_s_score_needs_nothing_of_the_others(name: str) -> None:
    whole = SCORES[name].of(Known(KNOWN.__getitem__))
    for row in range(3):
        alone = SCORES[name].of(Known(lambda what, row=row: KNOWN[what][row : row + 1]))
        np.testing.assert_array_equal(alone, whole[row : row + 1])


@pytest.mark.parametrize("name", SCORES)
def test_a_score_reads_what_it_needs_and_no_more(name: str) -> None:
    read: list[str] = []

    def reading(what: str) -> NDArray:
        read.append(what)
        return KNOWN[what]

    SCORES[name].of(Known(reading))

    assert len(read) == len(set(read)) <= 2


@pytest.mark.parametrize("score", SCORES.values(), ids=SCORES)
def test_a_score_says_what_it_is(score: lpntk.scores.Score) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", score.name)
    assert score.title[0].isupper() or score.title[0] == "κ"
    assert score.help.endswith(".")
    assert score.suspicious in ("low", "high", None)


def test_they_stand_in_the_order_of_their_titles() -> None:
    titles = [score.title for score in SCORES.values()]
    assert titles == sorted(titles)


SCORE = """
from lpntk.scores.base import Score
DOUBLED = Score("doubled", "Doubled", "Twice κ.", lambda known: 2 * known.self_kernel)
"""
# The package with one more folder of files, as if the new one lay beside the others; then all of its readers.
READERS = """
import importlib.util, sys
spec = importlib.util.find_spec("lpntk.scores")
spec.submodule_search_locations.append(sys.argv[1])
module = sys.modules["lpntk.scores"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

from fastapi.testclient import TestClient
from typer.testing import CliRunner
from lpntk.api.app import create_app
from lpntk.cli.main import app
from lpntk.pipeline.workspace import Workspace
from lpntk.python.analysis import Analysis

url = sys.argv[2]
with Workspace.open(url) as workspace:
    table = Analysis(workspace, 1).samples()
    assert (table.scores["doubled"] == 2 * table.scores["self_kernel"]).all()
    with TestClient(create_app(workspace, supervise=False), base_url="http://localhost") as client:
        assert "doubled" in [score["name"] for score in client.get("/api/options").json()["scores"]]
        page = client.get("/api/analyses/1/page").json()
        assert len(page["samples"]["scores"]["doubled"]) == 200
        index = page["samples"]["index"][0]
        assert client.get(f"/api/analyses/1/samples/{index}").json()["scores"]["doubled"] > 0
        assert client.get("/api/analyses/1/figures/map?colour=doubled").json()["data"]
shown = CliRunner().invoke(app, ["neighbours", "--db", url, "1", str(index), "--json"])
assert '"doubled":' in shown.stdout
"""


def test_a_new_score_is_one_file_and_appears_everywhere_by_itself(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "doubled.py").write_text(SCORE)
    url, analysis_id = finished_analysis(tmp_path)
    assert analysis_id == 1

    command = [sys.executable, "-c", READERS, str(tmp_path / "more"), url]
    ended = subprocess.run(command, capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr
