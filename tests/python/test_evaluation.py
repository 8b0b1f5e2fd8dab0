"""`Analysis.evaluate`."""

from __future__ import annotations

import sys

import pytest

import lpntk
from lpntk.domain import InputError
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    url, identifier = finished_analysis(tmp_path_factory.mktemp("evaluation"))
    with Workspace.open(url) as workspace:
        yield lpntk.Analysis(workspace, identifier)


@pytest.fixture(scope="module")
def evaluation(analysis):
    return analysis.evaluate(
        ["fpc-heads"],
        [0.5],
        3,
        lists={"mine": analysis.samples().index[:80]},
        schedules=["updates", "epochs"],
    )


def test_verdicts_are_sentences(evaluation):
    verdicts = evaluation.verdicts()
    assert list(verdicts) == [("fpc-heads", 0.5), ("mine", 0.4)]
    assert all("random" in sentence for sentence in verdicts.values())
    assert verdicts != evaluation.verdicts("epochs")


@pytest.mark.parametrize("frame", [None, False, True])
def test_the_table_has_a_row_a_summary(evaluation, frame):
    if frame:
        pytest.importorskip("pandas")
    table = evaluation.table(frame=frame)
    assert list(table["arm"]) == [one.arm for one in evaluation.summaries]
    assert list(table["mean"]) == [one.mean for one in evaluation.summaries]
    row = list(table["arm"]).index("fpc-heads")
    assert table["difference_low"][row] <= table["difference"][row] <= table["difference_high"][row]
    assert table["verdict"][row] in ("better", "no different", "worse")


def test_a_frame_without_pandas_is_refused(evaluation, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="needs pandas"):
        evaluation.table(frame=True)
    assert isinstance(evaluation.table(), dict)


def test_it_can_be_drawn(evaluation):
    assert "fpc-heads" in {trace.name for trace in evaluation.figure().data}
    assert "tested on" in evaluation.note.lower()


def test_a_forecast_is_drawn_beside_it(analysis, evaluation):
    analysis.outlook("fpc-heads", 0.5)
    again = analysis.evaluate(["fpc-heads"], [0.5], 3, lists={"mine": analysis.samples().index[:80]},
                              schedules=["updates", "epochs"])  # fmt: skip
    assert "fpc-heads, forecast" in {trace.name for trace in again.figure().data}


def test_the_same_again_is_looked_up(analysis, evaluation):
    told = []
    again = analysis.evaluate(
        ["fpc-heads"],
        [0.5],
        3,
        lists={"mine": analysis.samples().index[:80]},
        schedules=["epochs", "updates"],
        on_progress=told.append,
    )
    assert again.id == evaluation.id
    assert again.summaries == evaluation.summaries
    assert not told


def test_what_is_unknown_is_refused(analysis):
    with pytest.raises(InputError, match="Unknown pruning strategy 'best'"):
        analysis.evaluate(["best"], [0.5])
