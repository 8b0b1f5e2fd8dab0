"""What is wrong is seen only where samples are read: the entry says which setting, and is mended by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from lpntk.datasets.sources import table
from lpntk.domain import AnalysisRequest, InputError, JobState
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder
from support.own_code import workspace_beside
from support.tables import write_csv

CODE = """
def labelled(by):
    return {"size": [1, 2, 3, 4, 11, 12, 13, 14], "kind": by, "side": ["a", "b"] * 4}

def several():
    return labelled([[0], [0, 1]] * 4)

def measured():
    return labelled([0.5, 1.5, 2.5, 3.5] * 2)
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with workspace_beside("late_samples", CODE, tmp_path, monkeypatch) as workspace:
        yield workspace


def failed(workspace: Workspace, **settings: Any) -> tuple[int, str]:
    """The entry of an analysis that fails, and what it says."""
    request = AnalysisRequest.from_settings({"epochs": 1, **settings})
    analysis_id = workspace.submit(request).id
    with pytest.raises(InputError):
        workspace.run(analysis_id)
    view = workspace.analysis(analysis_id)
    assert view.state is JobState.FAILED
    assert view.error is not None
    return analysis_id, view.error


def require_mended(workspace: Workspace, analysis_id: int, **changes: Any) -> None:
    """Started again with a change, as the page does, it is another analysis, and goes through."""
    again = workspace.again(analysis_id, changes).id
    workspace.run(again)
    assert again != analysis_id
    assert workspace.analysis(again).state is JobState.DONE


@pytest.mark.parametrize(("function", "why"), [("several", "holds lists"), ("measured", "holds quantities")])
def test_labels_that_are_none_of_a_function(workspace, function, why):
    number, said = failed(workspace, source=f"late_samples:{function}", label_column="kind")
    assert said.startswith("Column of the labels: The column 'kind' of late_samples:")
    assert why in said
    require_mended(workspace, number, label_column="side")


def test_a_split_of_a_file_that_takes_long_to_look_through(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "_LARGEST_SCANNED", 10)
    rows = [(number, "ab"[number % 2], ("train", "val")[number // 8]) for number in range(16)]
    path = write_csv(tmp_path / "rows.csv", ["size", "label", "split"], rows)
    number, said = failed(workspace, source=str(path), split="test")
    assert said == (f"No row of {path} is of the split 'test' (there is train, validation): choose another.")
    require_mended(workspace, number, split="val")


def test_weights_of_another_network(workspace, tmp_path):
    torch.save({"weight": torch.zeros(3)}, tmp_path / "other.pt")
    number, said = failed(workspace, source="digits", limit=40, checkpoint=str(tmp_path / "other.pt"))
    assert "heckpoint" in said
    assert "other.pt" in said
    require_mended(workspace, number, checkpoint=None)


def test_an_image_that_is_none(workspace, tmp_path):
    folder = write_image_folder(tmp_path / "birds", per_class=4, classes=2)
    image = sorted(folder.rglob("*.png"))[1]
    kept = image.read_bytes()
    image.write_text("no image")
    number, said = failed(workspace, source=str(folder), image_size=8, model="mlp")
    assert said.startswith("Source: ")
    assert image.name in said
    image.write_bytes(kept)
    require_mended(workspace, number, seed=1)


def test_parameters_that_the_network_has_not(workspace):
    number, said = failed(workspace, source="digits", limit=40, model="mlp", parameters="layer9")
    assert "arameters" in said
    assert "layer9" in said
    require_mended(workspace, number, parameters=None)
