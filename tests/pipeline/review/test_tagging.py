"""Tags and notes belong to the data, whatever the analysis."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import AnalysisRequest, InputError, NotFoundError
from lpntk.pipeline.results import tags
from lpntk.pipeline.review import decisions, saved_views, tagging
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder


def tagged(workspace: Workspace, analysis_id: int) -> dict[str, list[int]]:
    with workspace.results(analysis_id) as results:
        return {tag.name: tag.indices.tolist() for tag in tags.get_all(results)}


def analysed(workspace: Workspace, photos: Path, **settings: object) -> int:
    request = AnalysisRequest.from_settings({"source": str(photos), "model": "mlp", "epochs": 1, **settings})
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)
    return analysis_id


def test_every_analysis_of_the_same_samples_has_them(workspace: Workspace, tmp_path: Path) -> None:
    photos = write_image_folder(tmp_path / "photos", per_class=6, classes=2, side=8)
    first = analysed(workspace, photos)
    with workspace.results(first) as results:
        tagging.change(results, "odd", add=[1, 3, 7])
        tagging.write_note(results, 3, "Blurred")
        saved_views.save(results, "here", "?x")
    workspace.decide(first, 3, "exclude")
    second = workspace.analyse_corrected(first).id
    workspace.run(second)
    noisy = analysed(workspace, photos, label_noise=0.25)

    # What an analysis has left out keeps its tag and its note, and is not counted there.
    assert tagged(workspace, second) == {"odd": [1, 7]}
    with workspace.results(second) as results:
        assert tags.all_notes(results) == []
        assert saved_views.get_all(results) == []
        assert tagging.change(results, "odd", remove=[7]).changed == 1
        with pytest.raises(NotFoundError, match="There is no sample 3"):
            tagging.change(results, "odd", add=[3])
    assert tagged(workspace, first) == {"odd": [1, 3]}
    assert tagged(workspace, noisy) == {}

    workspace.delete(first)
    workspace.delete(second)
    again = analysed(workspace, photos, name="Again")
    assert tagged(workspace, again) == {"odd": [1, 3]}
    with workspace.results(again) as results:
        assert [note.text for note in tags.all_notes(results)] == ["Blurred"]


def test_rows_and_names_say_the_same(finished: Workspace) -> None:
    with finished.results(1) as results:
        tagging.change(results, "b", add=results.indices[[0, 9]])
        tagging.change(results, "A", add=results.indices[9:11])
    with finished.results(1) as results:
        names, rows = tags.names_by_row(results), tags.rows(results)

    assert {name: found.tolist() for name, found in rows.items()} == {"A": [9, 10], "b": [0, 9]}
    assert [names[row] for row in (0, 1, 9, 10)] == [["b"], [], ["A", "b"], ["A"]]
    assert all(found.dtype == np.uint32 for found in rows.values())


def test_a_number_of_numpy_s_is_that_number(finished: Workspace) -> None:
    with finished.results(1) as results:
        index = results.indices[3]
        tagging.write_note(results, index, "Blurred")  # type: ignore[arg-type]
        decisions.decide(results, index, "exclude", previous=None, now=0.0)  # type: ignore[arg-type]
    with finished.results(1) as results:
        assert [note.index for note in tags.all_notes(results)] == [int(index)]
        assert list(decisions.current(results)) == [int(index)]


@pytest.mark.parametrize("indices", [[0.5], ["a"], [True, False], [2**70], [None]])
def test_what_is_no_index_is_refused(finished: Workspace, indices: list[object]) -> None:
    with finished.results(1) as results, pytest.raises(InputError, match="An index is a whole number"):
        tagging.change(results, "odd", add=indices)  # type: ignore[arg-type]


def test_of_sixty_thousand_none_is_slow(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    many = np.arange(60_000)
    with finished.results(1) as results:
        monkeypatch.setattr(results, "indices", many)
        begun = time.perf_counter()
        made = tagging.change(results, "all", add=many)
        seconds = time.perf_counter() - begun

    assert made.changed == len(made.tag.indices) == 60_000
    assert seconds < 1
