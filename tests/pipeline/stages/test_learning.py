"""The learning stage: when analyses share a classifier."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lpntk.domain import (
    AnalysisRequest,
    KernelSettings,
    LearningSettings,
    Stage,
)
from lpntk.pipeline.workspace import Workspace
from lpntk.store import analyses, checkpoints
from support.analyses import REQUEST
from support.interruptions import interrupted


def test_analyses_share_their_data_and_their_classifier(workspace: Workspace, trainings: list[int]) -> None:
    first = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", 1)
    other = replace(REQUEST, kernel=KernelSettings(label_vector="residual"), name="other")
    second = interrupted(workspace, other, Stage.KERNEL, "tiles", 1)

    assert workspace.analysis(first).dataset_id == workspace.analysis(second).dataset_id
    assert workspace.analysis(first).accuracy == workspace.analysis(second).accuracy
    assert len(trainings) == 1
    workspace.delete(first)
    assert workspace.analysis(second).accuracy is not None


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, learning=LearningSettings(epochs=3)),
        replace(REQUEST, learning=LearningSettings("mlp", epochs=2)),
        replace(REQUEST, seed=1),
    ],
)
def test_what_is_trained_otherwise_is_another_classifier(
    workspace: Workspace, trainings: list[int], other: AnalysisRequest
) -> None:
    interrupted(workspace, REQUEST, Stage.KERNEL, "samples", 1)
    interrupted(workspace, other, Stage.KERNEL, "samples", 1)

    assert len(trainings) == 2


def test_a_brought_checkpoint_is_known_by_what_is_in_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "weights.pt"
    brought = replace(REQUEST, learning=LearningSettings(checkpoint=str(file)))

    def weights(analysis_id: int) -> bytes:
        with workspace._database.reading() as session:
            checkpoint_id = analyses.get(session, analysis_id).checkpoint_id
            assert checkpoint_id is not None
            return checkpoints.get(session, checkpoint_id).weights

    def analyse(request: AnalysisRequest) -> bytes:
        return weights(interrupted(workspace, request, Stage.KERNEL, "samples", 1))

    file.write_bytes(first := analyse(REQUEST))
    assert torch_equal(analyse(brought), first)
    file.write_bytes(second := analyse(replace(REQUEST, seed=1)))
    assert torch_equal(analyse(replace(brought, kernel=KernelSettings(label_vector="centred"))), second)
    assert not torch_equal(first, second)


def torch_equal(one: bytes, other: bytes) -> bool:
    """Whether two files of weights hold the same."""
    some, others = (torch.load(io.BytesIO(content), weights_only=True) for content in (one, other))
    return all(torch.equal(some[name], others[name]) for name in some)


def test_images_are_normalised_as_it_was_asked_for(workspace: Workspace) -> None:
    learning = replace(REQUEST.learning, normalisation="0.25/0.5", epochs=1)
    analysis_id = interrupted(workspace, replace(REQUEST, learning=learning), Stage.KERNEL, "samples", 0)

    with workspace._database.reading() as session:
        checkpoint = checkpoints.get(session, analyses.get(session, analysis_id).checkpoint_id or 0)

    assert (checkpoint.architecture.mean, checkpoint.architecture.std) == ((0.25,), (0.5,))
