"""The same analysis once more, by the same classifier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, InputError, LearningSettings
from lpntk.pipeline.material import requested as material
from lpntk.pipeline.workspace import Workspace
from lpntk.store import analyses

NETS = """
from torch import nn

def make(num_classes, image_size):
    return nn.Sequential(nn.Flatten(), nn.Linear(image_size**2, num_classes))
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.chdir(tmp_path)
    with Workspace.open(f"sqlite:///{tmp_path / 'x.db'}") as workspace:
        yield workspace


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry a training."""
    done: list[int] = []
    original = material.train

    def train(*args: Any, **named: Any) -> Any:
        done.append(1)
        return original(*args, **named)

    monkeypatch.setattr(material, "train", train)
    return done


def run(workspace: Workspace, model: str = "mlp", **data: Any) -> int:
    request = AnalysisRequest(
        DataSettings("digits", limit=60, **data), LearningSettings(model, epochs=1), name="First"
    )
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)
    return analysis_id


def checkpoint_of(workspace: Workspace, analysis_id: int) -> int | None:
    with workspace._database.reading() as session:
        return analyses.get(session, analysis_id).checkpoint_id


@pytest.mark.parametrize("model", ["mlp", "nets_again:make"])
def test_another_kernel_takes_the_same_classifier(
    workspace: Workspace, trainings: list[int], tmp_path: Path, model: str
) -> None:
    (tmp_path / "nets_again.py").write_text(NETS)
    first = run(workspace, model)
    added = workspace.again(first, {"label_vector": "residual"})
    assert added.is_new
    workspace.run(added.id)

    assert len(trainings) == 1
    assert checkpoint_of(workspace, added.id) == checkpoint_of(workspace, first)
    view = workspace.analysis(added.id)
    assert view.request.kernel.label_vector == "residual"
    assert "residual" in view.name
    assert workspace.again(first, {"label_vector": "residual"}).id == added.id
    third = workspace.again(added.id, {"label_vector": "centred"}).id
    workspace.run(third)
    assert len(trainings) == 1


@pytest.mark.parametrize("model", ["mlp", "nets_again:make"])
def test_another_training_is_another_classifier(
    workspace: Workspace, trainings: list[int], tmp_path: Path, model: str
) -> None:
    (tmp_path / "nets_again.py").write_text(NETS)
    first = run(workspace, model)
    added = workspace.again(first, {"epochs": 2})
    workspace.run(added.id)
    assert len(trainings) == 2
    assert checkpoint_of(workspace, added.id) != checkpoint_of(workspace, first)


def test_a_classifier_that_went_is_not_trained_silently_anew(
    workspace: Workspace, trainings: list[int], tmp_path: Path
) -> None:
    (tmp_path / "nets_again.py").write_text(NETS)
    first = run(workspace, "nets_again:make")
    added = workspace.again(first, {"label_vector": "centred"})
    workspace.delete(first)
    with pytest.raises(InputError, match=f"Analysis {first}, whose classifier .* not there any more"):
        workspace.run(added.id)
    assert len(trainings) == 1


def test_the_name_may_be_given(workspace: Workspace) -> None:
    added = workspace.again(run(workspace), {"heads": 0.2, "name": "Second"})
    assert workspace.analysis(added.id).name == "Second"


def test_an_extended_analysis_is_asked_for_by_its_first(workspace: Workspace) -> None:
    first = run(workspace)
    extended = workspace.extend(first, DataSettings("digits", limit=30)).id
    with pytest.raises(ConflictError, match=f"extends analysis {first}"):
        workspace.again(extended, {"label_vector": "residual"})


def test_requests_of_before_have_the_key_that_they_had() -> None:
    request = AnalysisRequest(DataSettings("digits"))
    values = request.to_dict()
    del values["checkpoint_of"]
    assert AnalysisRequest.from_dict(values).key() == request.key()
