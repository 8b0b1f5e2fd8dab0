"""Each score on a case that is worked out by hand, and what holds for all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

import lpntk.scores
from lpntk.scores import SCORES, Group, Known, scores_of
from lpntk.scores.epochs import known_of_epochs
from support.analyses import finished_analysis

# Three samples, three classes, four epochs; after each the probabilities of the classes.
TRACE = np.array(
    [
        [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.8, 0.1]],
        [[0.1, 0.8, 0.1], [0.6, 0.3, 0.1], [0.1, 0.7, 0.2]],
        [[0.5, 0.4, 0.1], [0.3, 0.4, 0.3], [0.2, 0.6, 0.2]],
        [[0.1, 0.9, 0.0], [0.9, 0.1, 0.0], [0.3, 0.5, 0.2]],
    ],
    dtype=np.float32,
)
LABELS = np.array([1, 0, 2])
KNOWN: dict[str, NDArray] = {
    "labels": LABELS,
    "self_kernel": np.array([4, 9, 0], dtype=np.float32),
    "self_max": np.array([True, False, True]),
    "class_means": np.array(
        [[0.1, 0.9, -0.2], [np.nan, 0.2, 0.6], [np.nan, np.nan, np.nan]], dtype=np.float32
    ),
    # Of 40 others each was compared with 20; of the last, which has no gradient, c is 0 throughout.
    "others": np.int64(40),
    "histogram": np.array(
        [{95: 1, 60: 19}.get(at, 0) for at in range(100)]
        + [{95: 5, 10: 15}.get(at, 0) for at in range(100)]
        + [{50: 20}.get(at, 0) for at in range(100)]
    ).reshape(3, 100),
    "interchangeable": np.array([[0.95, 0.9, 0.7], [0.9, 0.9, 0.85], [0, 0, 0]], dtype=np.float32),
    "contradictory": np.array([[-0.1, 0, 0.1], [-0.9, -0.8, -0.7], [0, 0, 0]], dtype=np.float32),
    "nearest_same": np.array([0.9, 0.5, np.nan], dtype=np.float32),
    "nearest_other": np.array([0.1, 0.8, -1], dtype=np.float32),
    "residual_gradient": np.array([4, 0.25, np.nan]),
    "label_probability": np.array([1, 0.5, 0], dtype=np.float32),
    **known_of_epochs(TRACE, LABELS),
    "median_uncertainty": np.float64(0.155),
    "left_out": np.array([[-0.3, 0.6, -0.3], [-0.2, 0.4, -0.2], [0, 0, 0]], dtype=np.float32),
}
# Of the label: .3 .8 .4 .9 | .2 .6 .3 .9 | .1 .2 .2 .2.
LOG = np.log
LOSSES = -LOG([0.3 * 0.8 * 0.4 * 0.9, 0.2 * 0.6 * 0.3 * 0.9, 0.1 * 0.2 * 0.2 * 0.2])
BY_HAND = {
    "self_kernel": [4, 9, 0],
    "self_max": [1, 0, 1],
    "own_class_mean": [0.9, np.nan, np.nan],
    "other_class_mean": [0.1, 0.6, np.nan],
    # Listed as far as the threshold | a quarter, and three quarters, of 40.
    "interchangeable_partners": [2, 10, np.nan],
    "contradictory_partners": [0, 30, np.nan],
    "strongest_partner": [0.95, 0.9, np.nan],
    "strongest_contradiction": [-0.1, -0.9, np.nan],
    "nearest_same_label": [0.9, 0.5, np.nan],
    "nearest_other_label": [0.1, 0.8, -1],
    "grand": [2, 0.5, np.nan],
    "self_influence": [4, 0.25, np.nan],
    "label_probability": [1, 0.5, 0],
    "loss": [0, LOG(2), -LOG(np.finfo(np.float32).tiny)],
    "mean_loss": LOSSES / 4,
    "learning_difficulty": LOSSES,
    # Right after epochs 2 and 4 | 2 and 4 | none.
    "forgetting_events": [1, 1, 4],
    "first_learnt": [2, 2, 5],
    "el2n": np.mean(
        [
            np.sqrt([0.86, 0.98, 1.46]),
            np.sqrt([0.06, 0.26, 1.14]),
            np.sqrt([0.62, 0.74, 1.04]),
            np.sqrt([0.02, 0.02, 0.98]),
        ],
        axis=0,
    ),
    "aum": [
        LOG((0.3 / 0.6) * (0.8 / 0.1) * (0.4 / 0.5) * (0.9 / 0.1)) / 4,
        LOG((0.2 / 0.5) * (0.6 / 0.3) * (0.3 / 0.4) * (0.9 / 0.1)) / 4,
        LOG((0.1 / 0.8) * (0.2 / 0.7) * (0.2 / 0.6) * (0.2 / 0.5)) / 4,
    ],
    "mean_confidence": [0.6, 0.5, 0.175],
    "aleatoric_uncertainty": [0.175, 0.175, 0.1425],
    "data_iq_group": [1, 1, 2],
    "dual": [0.4 * np.sqrt(0.26 / 3), 0.5 * np.sqrt(0.3 / 3), 0.825 * np.sqrt(0.0075 / 3)],
    "left_out_margin": [-0.9, 0.6, 0],
    # q + 1/3 without what is below 0, divided by its sum.
    "left_out_probability": [(0.6 + 1 / 3) / (0.6 + 1 / 3 + 2 / 30), 0.4 / 3, 1 / 3],
}


def test_every_score_has_a_case() -> None:
    assert SCORES.keys() == BY_HAND.keys()


@pytest.mark.parametrize("name", BY_HAND)
def test_a_score_is_what_it_is_by_hand(name: str) -> None:
    found = SCORES[name].of(Known(KNOWN.__getitem__))

    np.testing.assert_allclose(found.astype(float), BY_HAND[name], rtol=1e-5, atol=1e-6)
    assert (found.dtype == np.bool_) == SCORES[name].is_flag


def rows_of(what: str, row: int) -> NDArray:
    """What is known of one sample; epochs come before samples."""
    known = KNOWN[what]
    if known.ndim == 0:
        return known
    return known[:, row : row + 1] if what.startswith("epoch_") else known[row : row + 1]


@pytest.mark.parametrize("name", SCORES)
def test_a_sample_s_score_needs_nothing_of_the_others(name: str) -> None:
    whole = SCORES[name].of(Known(KNOWN.__getitem__))
    for row in range(3):
        alone = SCORES[name].of(Known(lambda what, row=row: rows_of(what, row)))
        np.testing.assert_array_equal(alone, whole[row : row + 1])


@pytest.mark.parametrize("name", SCORES)
def test_a_score_reads_what_it_says_that_it_needs(name: str) -> None:
    read: list[str] = []

    def reading(what: str) -> NDArray:
        read.append(what)
        return KNOWN[what]

    SCORES[name].of(Known(reading))

    assert sorted(read) == sorted(SCORES[name].needs)


def test_scores_are_left_out_where_what_they_need_is_not_there() -> None:
    assert list(scores_of({"label_probability"})) == ["loss", "label_probability"]
    assert scores_of(KNOWN) == SCORES
    assert not scores_of(())


@pytest.mark.parametrize("score", SCORES.values(), ids=SCORES)
def test_a_score_says_what_it_is(score: lpntk.scores.Score) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", score.name)
    assert score.title[0].isupper() or score.title[0] == "κ"
    assert score.help.endswith(".")
    assert score.suspicious in ("low", "high", None)
    assert all(hasattr(Known, need) for need in score.needs)


def test_they_stand_group_by_group_in_the_order_of_their_titles() -> None:
    for group in Group:
        titles = [score.title.casefold() for score in SCORES.values() if score.group is group]
        assert titles == sorted(titles) != []
    groups = [score.group for score in SCORES.values()]
    assert groups == sorted(groups, key=list(Group).index)


probabilities = arrays(
    np.float32,
    st.tuples(st.integers(2, 14), st.integers(1, 4), st.integers(2, 5)),
    elements=st.floats(0, 1, width=32),
).map(lambda made: ((made + 1e-3) / (made + 1e-3).sum(axis=2, keepdims=True)).astype(np.float32))


@given(trace=probabilities, seed=st.integers(0, 9))
def test_scores_of_a_training_are_in_their_ranges(trace: NDArray, seed: int) -> None:
    epochs, count, classes = trace.shape
    labels = np.random.default_rng(seed).integers(0, classes, count)
    known = {**known_of_epochs(trace, labels), "median_uncertainty": np.float64(0.1)}
    found = {name: score.of(Known(known.__getitem__)) for name, score in scores_of(known).items()}

    of_label = trace[:, np.arange(count), labels].astype(np.float64)
    logits = np.log(trace.astype(np.float64)) + 5
    own = logits[:, np.arange(count), labels]
    logits[:, np.arange(count), labels] = -np.inf
    np.testing.assert_allclose(found["aum"], (own - logits.max(axis=2)).mean(axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found["mean_confidence"], of_label.mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(found["learning_difficulty"], epochs * found["mean_loss"])
    assert (found["aleatoric_uncertainty"] <= 0.25).all()
    assert ((found["el2n"] >= 0) & (found["el2n"] <= np.sqrt(2) + 1e-6)).all()
    assert ((found["first_learnt"] >= 1) & (found["first_learnt"] <= epochs + 1)).all()
    never = found["first_learnt"] == epochs + 1
    assert (found["forgetting_events"][never] == epochs).all()
    assert (found["forgetting_events"][~never] <= epochs // 2).all()
    assert np.isin(found["data_iq_group"], [0, 1, 2]).all()


def test_dual_is_averaged_over_windows_of_ten_epochs() -> None:
    p = np.random.default_rng(0).random((12, 3)).astype(np.float32)
    windows = [p[start : start + 10].astype(np.float64) for start in range(3)]
    expected = np.mean([(1 - w.mean(axis=0)) * w.std(axis=0, ddof=1) for w in windows], axis=0)

    found = SCORES["dual"].of(Known({"epoch_label_probability": p}.__getitem__))

    np.testing.assert_allclose(found, expected)


def test_the_easy_are_sure_and_steady() -> None:
    p = np.array([[0.9, 0.9, 0.1, 0.4], [0.9, 0.6, 0.1, 0.5]], dtype=np.float32)
    known = {"epoch_label_probability": p, "median_uncertainty": np.float64(0.1)}

    found = SCORES["data_iq_group"].of(Known(known.__getitem__))

    assert [SCORES["data_iq_group"].categories[group] for group in found] == [
        "easy",
        "ambiguous",
        "hard",
        "ambiguous",
    ]


def test_el2n_is_of_the_first_ten_epochs() -> None:
    error = np.concatenate([np.ones((10, 2)), np.zeros((20, 2))]).astype(np.float32)

    assert SCORES["el2n"].of(Known({"epoch_error": error}.__getitem__)).tolist() == [1, 1]


def test_the_page_of_scores_describes_every_one_in_its_group() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "scores.md").read_text()
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    for group in Group:
        rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \| ([^|]+) \|", sections[group], re.M)
        there = [score for score in SCORES.values() if score.group is group]
        assert rows == [(score.name, score.title, score.suspicious or "–") for score in there]


SCORE = """
from lpntk.scores.base import Group, Score
OF = lambda known: 2 * known.self_kernel
DOUBLED = Score("doubled", "Doubled", "Twice κ.", OF, ("self_kernel",), Group.GRADIENT)
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
        assert "doubled" in page["scores"]
        assert client.get("/api/analyses/1/columns?name=doubled").status_code == 200
        index = table.index[0]
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
