from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lpntk.domain import (
    AnalysisRequest,
    ConflictError,
    DataSettings,
    InputError,
    JobState,
    KernelSettings,
    LearningSettings,
    NotFoundError,
)
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder
from support.reading import Read

DIGITS = AnalysisRequest(DataSettings("digits", limit=200))


def test_the_same_request_is_the_same_analysis_whatever_it_is_called(workspace: Workspace) -> None:
    first = workspace.submit(DIGITS).id

    assert workspace.submit(replace(DIGITS, name="again")).id == first
    assert workspace.submit(replace(DIGITS, seed=1)).id != first
    assert len(workspace.analyses()) == 2


def test_a_submitted_analysis_waits_and_knows_nothing_yet(workspace: Workspace) -> None:
    view = workspace.analysis(workspace.submit(DIGITS).id)

    assert (view.state, view.attempt, view.progress, view.error) == (JobState.QUEUED, 0, None, None)
    assert not any(stage.done for stage in view.stages)
    assert (view.dataset_id, view.samples, view.class_names, view.accuracy, view.clusters) == (None,) * 5


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (DIGITS, "digits, 200 samples, lenet"),
        (replace(DIGITS, name="My own"), "My own"),
        (
            AnalysisRequest(
                DataSettings("digits"), LearningSettings("mlp"), KernelSettings(label_vector="residual")
            ),
            "digits, mlp, residual",
        ),
    ],
)
def test_an_analysis_without_a_name_gets_one(
    workspace: Workspace, request_: AnalysisRequest, name: str
) -> None:
    assert workspace.analysis(workspace.submit(request_).id).name == name


def test_paths_hold_for_a_worker_in_any_folder(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_image_folder(tmp_path / "photos", per_class=2, classes=2)
    (tmp_path / "weights.pt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    request = AnalysisRequest(DataSettings("photos"), LearningSettings(checkpoint="weights.pt"))

    view = workspace.analysis(workspace.submit(request).id)

    assert view.request.data.source == str(tmp_path / "photos")
    assert view.request.learning.checkpoint == str(tmp_path / "weights.pt")
    assert view.name == "photos, lenet"


@pytest.mark.parametrize(
    ("request_", "field", "sentence"),
    [
        (AnalysisRequest(DataSettings("digitz")), "source", "Did you mean 'digits'"),
        (AnalysisRequest(DataSettings("./nowhere")), "source", "no folder or file nowhere"),
        (AnalysisRequest(DataSettings("mnist", split="best")), "split", "choose one of train, test"),
        (replace(DIGITS, learning=LearningSettings("lenett")), "model", "Did you mean 'lenet'"),
        (
            replace(DIGITS, learning=LearningSettings(checkpoint="no.pt")),
            "checkpoint",
            "no checkpoint file no.pt",
        ),
        (replace(DIGITS, device="mps"), "device", "no mps device"),
    ],
)
def test_what_is_seen_to_be_wrong_is_refused_and_leaves_nothing(
    workspace: Workspace, request_: AnalysisRequest, field: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        workspace.submit(request_)

    assert caught.value.field == field
    assert workspace.analyses() == []


def test_what_waits_can_be_cancelled_and_resumed(workspace: Workspace) -> None:
    analysis_id = workspace.submit(DIGITS).id

    workspace.cancel(analysis_id)
    assert workspace.analysis(analysis_id).state is JobState.CANCELLED
    with pytest.raises(ConflictError, match="is cancelled already: there is nothing to cancel"):
        workspace.cancel(analysis_id)

    workspace.resume(analysis_id)
    assert workspace.analysis(analysis_id).state is JobState.QUEUED
    with pytest.raises(ConflictError, match="is queued: there is nothing to resume"):
        workspace.resume(analysis_id)


def test_asking_again_for_what_was_cancelled_queues_it(workspace: Workspace) -> None:
    analysis_id = workspace.submit(DIGITS).id
    workspace.cancel(analysis_id)

    assert workspace.submit(DIGITS).id == analysis_id
    assert workspace.analysis(analysis_id).state is JobState.QUEUED


def test_what_is_done_can_neither_be_cancelled_nor_resumed(finished: Workspace) -> None:
    with pytest.raises(ConflictError, match="is done already: there is nothing to cancel"):
        finished.cancel(1)
    with pytest.raises(ConflictError, match="is done: there is nothing to resume"):
        finished.resume(1)


def test_deleting_takes_the_pictures_too(finished: Workspace) -> None:
    index = int(Read(finished).samples(1).index[0])

    finished.delete(1)

    assert finished.analyses() == []
    with pytest.raises(NotFoundError):
        finished.preview(1, index)


def test_an_unknown_analysis_cannot_be_acted_on(workspace: Workspace) -> None:
    for act in (workspace.cancel, workspace.resume, workspace.delete, workspace.run, workspace.analysis):
        with pytest.raises(NotFoundError, match="There is no analysis 9"):
            act(9)


def test_every_change_is_noticed(workspace: Workspace) -> None:
    seen = [workspace.changes()]
    analysis_id = workspace.submit(DIGITS).id
    for act in (workspace.cancel, workspace.resume, workspace.delete):
        seen.append(workspace.changes())
        act(analysis_id)
    seen.append(workspace.changes())

    assert seen == sorted(set(seen))
