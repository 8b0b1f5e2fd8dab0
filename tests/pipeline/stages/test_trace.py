"""An analysis of a training that somebody ran and recorded themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import lpntk
from lpntk.domain import AnalysisRequest, Architecture, DataSettings, InputError, LearningSettings, Stage
from lpntk.domain.recording import Recording
from lpntk.learning import build_model
from lpntk.learning.recording.files import read_recording, write_recording
from lpntk.pipeline.results import scores
from lpntk.pipeline.workspace import Workspace
from lpntk.scores import SCORES, Group
from lpntk.store import analyses, checkpoints, datasets
from support.interruptions import interrupted
from support.loops import loader_of, some_digits, teach

OF_TRAINING = {name for name, score in SCORES.items() if score.group is Group.TRAINING}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> lpntk.Recorder:
    """Three epochs of somebody's own training on the first 1,000 digits."""
    data = some_digits(1000)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = build_model(Architecture("mlp", 10, (8, 8, 1), (0.0,), (1.0,)))
        file = tmp_path_factory.mktemp("recorded") / "run.trace"
        recorder = lpntk.Recorder(model, loader_of(data), file, checkpoints=["last"])
        for _ in range(3):
            teach(model, recorder.epoch(), rate=0.3)
    return recorder


def request_of(recorder: lpntk.Recorder, trace: Path | None = None) -> AnalysisRequest:
    learning = LearningSettings(
        "mlp",
        checkpoint=str(recorder.checkpoint("last")),
        trace=str(trace or recorder.file),
        normalisation="none",
    )
    return AnalysisRequest(DataSettings("digits", limit=100), learning)


def test_the_scores_over_the_training_are_those_of_the_recording(
    workspace: Workspace, recorded: lpntk.Recorder, tmp_path: Path
) -> None:
    recording = replace(read_recording(recorded.file), notes=("Epoch 2 was\x1b short.",))
    write_recording(tmp_path / "run.trace", recording)
    analysis_id = workspace.submit(request_of(recorded, tmp_path / "run.trace")).id
    workspace.run(analysis_id)

    with workspace.results(analysis_id) as results:
        names = set(scores.names(results))
        confidence = scores.column(results, "mean_confidence")
        columns = {name: scores.column(results, name) for name in OF_TRAINING}
        indices, labels = results.indices, results.labels
        said = checkpoints.probabilities(results.session, results.checkpoint_id)
        trace = checkpoints.trace(results.session, results.checkpoint_id)

    assert names >= OF_TRAINING
    known = indices < 1000
    assert 0 < known.sum() < len(known)
    rows = indices[known]
    expected = recording.probabilities[:, rows, labels[known]].mean(axis=0)
    np.testing.assert_allclose(confidence[known], expected, rtol=1e-5)
    for column in columns.values():
        np.testing.assert_array_equal(np.isnan(column), ~known)
    np.testing.assert_array_equal(trace.validation, ~known)
    np.testing.assert_array_equal(trace.final, said)
    # At the checkpoint it is what the weights say in evaluation mode, not the training's last epoch.
    assert not np.allclose(said[known], recording.probabilities[-1, rows])
    shown = workspace.analysis(analysis_id)
    assert shown.kernel is not None
    assert "those of a recording" in shown.kernel.notes["trace"]
    assert "In the recording: Epoch 2 was\\x1b short." in shown.kernel.notes["classifier"]
    assert shown.validation_accuracy == pytest.approx((said.argmax(axis=1) == labels)[~known].mean())


def test_another_trace_is_another_analysis_and_the_same_one_the_same(
    workspace: Workspace, recorded: lpntk.Recorder, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.trace"
    recording = read_recording(recorded.file)
    write_recording(copy, recording)
    request = request_of(recorded, copy)
    first = workspace.submit(request)
    assert workspace.submit(request).id == first.id

    write_recording(copy, replace(recording, probabilities=recording.probabilities[::-1].copy()))
    second = workspace.submit(request)

    assert second.id != first.id
    assert second.changed == (f"the trace {copy}",)
    with pytest.raises(InputError, match=r"copy\.trace has changed since the analysis was asked for"):
        workspace.run(first.id)


def changed(recording: Recording, name: str) -> Recording:
    """A recording with something that does not fit the digits."""
    generator = np.random.default_rng(0)
    match name:
        case "classes":
            return replace(recording, probabilities=np.full((3, 1000, 11), 1 / 11, np.float32))
        case "order":
            return replace(recording, labels=generator.permutation(recording.labels))
        case _:
            return replace(recording, indices=recording.indices + 5000)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("classes", "has probabilities of 11 classes, and the data set has 10"),
        ("order", "labels differ.: it is of other samples, or of another order"),
        ("indices", "has none of the samples: its indices are 5000 to 5999"),
    ],
)
def test_a_trace_of_something_else_is_refused(
    workspace: Workspace, recorded: lpntk.Recorder, tmp_path: Path, name: str, words: str
) -> None:
    wrong = tmp_path / "wrong.trace"
    write_recording(wrong, changed(read_recording(recorded.file), name))
    analysis_id = workspace.submit(request_of(recorded, wrong)).id
    with pytest.raises(InputError, match=words):
        workspace.run(analysis_id)


def test_a_trace_wants_the_weights_of_its_training(workspace: Workspace, recorded: lpntk.Recorder) -> None:
    request = request_of(recorded)
    with pytest.raises(InputError, match="give the weights of that training as the checkpoint"):
        workspace.submit(replace(request, learning=replace(request.learning, checkpoint=None)))
    with pytest.raises(InputError, match="There is no trace file nowhere"):
        workspace.submit(replace(request, learning=replace(request.learning, trace="nowhere")))


def test_an_epoch_without_a_sample_has_what_was_said_of_it_before(
    workspace: Workspace, recorded: lpntk.Recorder, tmp_path: Path
) -> None:
    recording = read_recording(recorded.file)
    probabilities = recording.probabilities.copy()
    probabilities[0, ::2] = np.nan
    probabilities[1, 1::2] = np.nan
    write_recording(tmp_path / "gaps.trace", replace(recording, probabilities=probabilities))

    analysis_id = interrupted(
        workspace, request_of(recorded, tmp_path / "gaps.trace"), Stage.KERNEL, "samples", 0
    )

    with workspace._database.reading() as session:
        record = analyses.get(session, analysis_id)
        trace = checkpoints.trace(session, record.checkpoint_id or 0).probabilities
        indices = datasets.indices(session, record.dataset_id or 0)
    places = np.flatnonzero(indices < 1000)
    for place, index in zip(places, indices[places], strict=True):
        former = recording.probabilities[:, index]
        expected = former[[1, 1, 2]] if index % 2 == 0 else former[[0, 0, 2]]
        np.testing.assert_array_equal(trace[:, place], expected)
