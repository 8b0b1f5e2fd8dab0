"""The data stage: files that change, paths, and a data set that was read by half."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    InputError,
    JobState,
    LearningSettings,
    Stage,
)
from lpntk.pipeline.results import own_columns
from lpntk.pipeline.workspace import Workspace
from lpntk.store import datasets
from lpntk.store.tables import DatasetRow
from support.analyses import REQUEST
from support.data import write_image_folder
from support.interruptions import interrupted, stop_at
from support.reading import Read
from support.tables import SENTENCES, write_csv


def test_changed_samples_stop_an_analysis_that_had_begun(workspace: Workspace, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "photos", per_class=20, classes=2, side=8)
    request = AnalysisRequest(DataSettings(str(folder)), LearningSettings("mlp", epochs=1))
    analysis_id = interrupted(workspace, request, Stage.LEARNING, "batches", 1)
    Image.fromarray(np.zeros((8, 8, 3), dtype=np.uint8)).save(folder / "digit-0" / "0000.png")

    with pytest.raises(InputError, match=f"photos have changed since analysis {analysis_id} began"):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert view.state is JobState.FAILED
    assert view.error is not None
    assert "put them back, or analyse them anew" in view.error


def test_samples_that_are_files_keep_their_paths(workspace: Workspace, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "photos", per_class=20, classes=2, side=8)
    request = AnalysisRequest(DataSettings(str(folder)), LearningSettings("mlp", epochs=1))
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)

    assert Read(workspace).sample(analysis_id, 21).location == "digit-1/0001.png"
    assert b"digit-1/0001.png" in Read(workspace).export(analysis_id, "scores", "csv")


def test_what_else_a_table_says_is_kept_under_names_that_are_free(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [(text, topic, i, -i, i % 2, i % 3) for i, (text, topic) in enumerate(SENTENCES * 5)]
    path = write_csv(tmp_path / "a.csv", ["text", "label", "Size", "size", "loss", "row.size"], rows)
    request = AnalysisRequest(DataSettings(str(path), tokens=8), LearningSettings(epochs=1))
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)

    with workspace.results(analysis_id) as results:
        kept = {held.name: own_columns.values(results, held).values.tolist() for held in results.own_columns}
    assert list(kept) == ["Size", "table loss", "table row.size"]
    assert kept["Size"] == [float(i) for i in range(40)]
    assert any("upper and lower case" in note and "size" in note for note in results.dataset.notes)


def test_pictures_of_a_half_read_data_set_do_not_stay(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.pipeline.stages.data._BATCH", 20)
    original, calls = datasets.add_samples, []

    def fail_late(*args: object) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        original(*args)

    monkeypatch.setattr(datasets, "add_samples", fail_late)
    analysis_id = workspace.submit(REQUEST).id
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id)
    assert workspace.analysis(analysis_id).dataset_id is None

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 1))

    dataset_id = workspace.analysis(analysis_id).dataset_id
    with workspace._database.reading() as session:
        assert datasets.find(session, datasets.get(session, dataset_id).identity) == dataset_id
        assert session.scalars(select(DatasetRow.id)).all() == [dataset_id]
