"""Which model `auto` stands for, where only reading the samples tells: the worker sees it, never who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, InputError, JobState, LearningSettings, silent
from lpntk.domain.request import KernelSettings
from lpntk.pipeline.workspace import Workspace
from support.own_code import workspace_beside

CODE = """
from pathlib import Path
Path("it-was-imported").touch()

WET = ["the river runs", "rain on the lake", "the tide turns", "a deep well"]
DRY = ["the fire burns", "smoke and sparks", "a small flame", "coal in the stove"]

def texts():
    return [(text, label) for label, some in enumerate((WET, DRY)) for text in some]

def rows():
    return {"height": [1, 2, 3, 4, 11, 12, 13, 14], "label": ["a"] * 4 + ["b"] * 4}
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with workspace_beside("settled_samples", CODE, tmp_path, monkeypatch) as workspace:
        yield workspace


def asked(function: str, model: str = "auto", **settings) -> AnalysisRequest:
    return AnalysisRequest(
        DataSettings(f"settled_samples:{function}", **settings), LearningSettings(model, epochs=1)
    )


def ran() -> bool:
    return Path("it-was-imported").exists()


def test_asking_runs_no_code_and_the_analysis_says_in_the_end_what_it_is_of(workspace):
    analysis_id = workspace.submit(asked("texts")).id
    view = workspace.analysis(analysis_id)
    assert not ran()
    assert (view.request.learning.model, view.name) == ("auto", "settled_samples:texts, auto")
    workspace.run(analysis_id)
    view = workspace.analysis(analysis_id)
    assert (view.state, view.modality) == (JobState.DONE, "texts")
    assert view.request.learning.model == "bag-of-words"
    assert view.name == "settled_samples:texts, bag-of-words"


def test_a_name_that_somebody_gave_stays(workspace):
    analysis_id = workspace.submit(asked("rows")).id
    workspace.rename(analysis_id, "Heights")
    workspace.run(analysis_id)
    view = workspace.analysis(analysis_id)
    assert (view.name, view.request.learning.model) == ("Heights", "mlp")


@pytest.mark.parametrize(("first", "second"), [("auto", "auto"), ("auto", "mlp"), ("mlp", "auto")])
def test_the_same_request_is_the_same_analysis_whichever_way_the_model_is_named(workspace, first, second):
    done = workspace.submit(asked("rows", first)).id
    workspace.run(done)
    added = workspace.submit(asked("rows", second))
    assert (added.id, added.is_new) == (done, False)
    assert workspace.submit(asked("rows", "bag-of-words")).is_new


def test_code_that_has_changed_is_told_of(workspace):
    done = workspace.submit(asked("rows")).id
    workspace.run(done)
    Path("settled_samples.py").write_text(CODE + "\n# mended\n")
    added = workspace.submit(asked("rows"))
    assert (added.is_new, added.earlier) == (True, done)
    assert added.changed == ("the files of settled_samples:rows",)


def test_again_takes_the_model_that_it_was_of(workspace):
    done = workspace.submit(asked("rows")).id
    workspace.run(done)
    other = workspace.again(done, {"label_vector": "centred"}).id
    workspace.run(other)
    view = workspace.analysis(other)
    assert view.name == "settled_samples:rows, mlp, centred"
    with workspace.results(done) as one, workspace.results(other) as two:
        assert one.checkpoint_id == two.checkpoint_id


def test_classifiers_are_shared_by_what_they_are(workspace):
    workspace.run(workspace.submit(asked("rows")).id)
    by_name = AnalysisRequest(
        DataSettings("settled_samples:rows"), LearningSettings("mlp", epochs=1), KernelSettings("residual")
    )
    workspace.run(workspace.submit(by_name).id)
    with workspace.results(1) as one, workspace.results(2) as two:
        assert one.checkpoint_id == two.checkpoint_id


def test_a_plan_is_made_without_a_model_by_name(workspace):
    assert workspace.estimate(asked("rows")).parameters > 0


@pytest.mark.parametrize(
    ("request_", "field", "match"),
    [
        (asked("texts", image_size=8), "image_size", "image_size is for images, and the samples of .* texts"),
        (asked("rows", tokens=8), "tokens", "tokens is for texts, and the samples of .* are rows: leave"),
        (asked("rows", "lenet"), "model", "lenet takes images, and these samples are rows: choose auto or"),
    ],
)
def test_what_does_not_fit_is_refused_before_the_training(workspace, request_, field, match):
    analysis_id = workspace.submit(request_).id
    with pytest.raises(InputError, match=match) as caught:
        workspace.run(analysis_id)
    assert caught.value.field == field
    view = workspace.analysis(analysis_id)
    assert view.state is JobState.FAILED
    assert not any(stage.done for stage in view.stages)
    mended = workspace.again(analysis_id, {field: "auto" if field == "model" else None}).id
    workspace.run(mended)
    assert workspace.analysis(mended).state is JobState.DONE


def test_nothing_is_downloaded_to_ask(workspace, monkeypatch):
    from lpntk.datasets.sources import huggingface

    def download(settings):
        raise AssertionError("it was downloaded")

    monkeypatch.setattr(huggingface, "_downloaded", download)
    added = workspace.submit(AnalysisRequest(DataSettings("hf:nobody/nothing")), reading=silent)
    assert workspace.analysis(added.id).request.learning.model == "auto"
