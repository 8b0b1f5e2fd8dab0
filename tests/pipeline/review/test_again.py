"""The same analysis with the labels that were decided on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, InputError, JobState, StoreError
from lpntk.pipeline.review import decisions, files
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder

CLASSES, EACH = 2, 6


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return write_image_folder(tmp_path / "photos", per_class=EACH, classes=CLASSES, side=8)


def analysed(workspace: Workspace, photos: Path, **settings: object) -> int:
    request = AnalysisRequest.from_settings(
        {"source": str(photos), "model": "mlp", "epochs": 1, "name": "Photos", **settings}
    )
    return finished(workspace, workspace.submit(request).id)


def finished(workspace: Workspace, analysis_id: int) -> int:
    workspace.run(analysis_id)
    return analysis_id


def labels_of(workspace: Workspace, analysis_id: int) -> dict[int, int]:
    with workspace.results(analysis_id) as results:
        return dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))


def test_it_has_the_labels_that_were_decided_on_and_all_decisions(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    first = analysed(workspace, photos)
    workspace.decide(first, 0, "relabel", 1)
    workspace.decide(first, 3, "exclude")

    added = workspace.analyse_corrected(first)

    view = workspace.analysis(added.id)
    assert added.is_new
    assert (view.name, view.state) == ("Photos, corrected labels", JobState.QUEUED)
    labels = Path(str(view.request.data.labels))
    assert labels.parent == tmp_path / "labels"
    assert np.load(labels, allow_pickle=False).tolist() == [1, 0, 0, -1, 0, 0, 1, 1, 1, 1, 1, 1]
    second = finished(workspace, added.id)
    before = labels_of(workspace, first)
    del before[3]
    assert labels_of(workspace, second) == {**before, 0: 1}
    with workspace.results(second) as results:
        assert set(decisions.current(results)) == {0, 3}
    assert workspace.analyse_corrected(first).id == second, "the same labels are the same analysis"


def test_decisions_on_it_are_on_top_of_its_labels(workspace: Workspace, photos: Path) -> None:
    first = analysed(workspace, photos)
    workspace.decide(first, 0, "relabel", 1)
    excluded = workspace.decide(first, 3, "exclude")
    second = finished(workspace, workspace.analyse_corrected(first).id)
    with pytest.raises(ConflictError, match=f"other than it is in analysis {second}: relabel or exclude"):
        workspace.analyse_corrected(second)

    workspace.decide(second, 7, "exclude")
    third = finished(workspace, workspace.analyse_corrected(second, "Third").id)

    assert workspace.analysis(third).name == "Third"
    assert labels_of(workspace, third) == {
        index: label for index, label in labels_of(workspace, second).items() if index != 7
    }
    with workspace.results(third) as results:
        listed = files.export(results, "labels", "csv").decode().splitlines()
    assert "3,," in listed
    assert "7,," in listed

    # What its labels left out comes back by another decision on it.
    workspace.decide(first, 3, "relabel", 1, previous=excluded.id)
    fourth = finished(workspace, workspace.analyse_corrected(third).id)
    assert labels_of(workspace, fourth) == {**labels_of(workspace, third), 3: 1}


def test_labels_that_were_flipped_are_not_flipped_again(workspace: Workspace, photos: Path) -> None:
    noisy = analysed(workspace, photos, label_noise=0.25)
    with workspace.results(noisy) as results:
        assert results.true_labels is not None
        wrong = np.flatnonzero(results.labels != results.true_labels).tolist()
        true = results.true_labels.tolist()
    workspace.decide(noisy, wrong[0], "relabel", true[wrong[0]])

    again = finished(workspace, workspace.analyse_corrected(noisy).id)

    assert workspace.analysis(again).request.data.label_noise is None
    found = labels_of(workspace, again)
    assert [index for index, label in found.items() if label != true[index]] == wrong[1:]


def test_a_class_that_would_be_empty_is_refused(workspace: Workspace, photos: Path) -> None:
    first = analysed(workspace, photos)
    for index in range(EACH):
        workspace.decide(first, index, "exclude" if index else "relabel", None if index else 1)

    with pytest.raises(InputError, match="The decisions leave no sample in the class digit-0"):
        workspace.analyse_corrected(first)


def test_an_extended_analysis_is_refused(workspace: Workspace, photos: Path, tmp_path: Path) -> None:
    first = analysed(workspace, photos)
    extended = finished(workspace, workspace.extend(first, DataSettings(str(photos))).id)
    workspace.decide(extended, 0, "exclude")

    with pytest.raises(ConflictError, match=f"Analysis {extended} extends analysis {first}, whose kernel"):
        workspace.analyse_corrected(extended)


def test_labels_that_cannot_be_written_are_said(workspace: Workspace, photos: Path, tmp_path: Path) -> None:
    first = analysed(workspace, photos)
    workspace.decide(first, 0, "exclude")
    (tmp_path / "labels").write_text("in the way")

    with pytest.raises(StoreError, match=r"The labels cannot be written to .*labels"):
        workspace.analyse_corrected(first)
