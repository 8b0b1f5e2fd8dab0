"""What is known of samples besides what they are stays when more samples come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lpntk.columns import given_of
from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.pipeline.results import embeddings, own_columns
from lpntk.pipeline.review import own_columns as adding
from lpntk.pipeline.workspace import Workspace
from lpntk.store import cells as stored_cells
from support.data import write_image_folder
from support.tables import SENTENCES, write_csv


def table(path: Path, *further: str, rows: Sequence[Sequence[Any]] = ()) -> Path:
    """A table of eight texts, and what else it says of them."""
    told = rows or [[f"{name} {row % 3}" for name in further] for row in range(8)]
    lines = [(*pair, *more) for pair, more in zip(SENTENCES, told, strict=True)]
    return write_csv(path, ["text", "label", *further], lines)


def analyse(workspace: Workspace, source: Path, **settings: Any) -> int:
    request = AnalysisRequest(DataSettings(str(source), **settings), LearningSettings(epochs=1))
    analysis_id = workspace.submit(request).id
    workspace.run(analysis_id)
    return analysis_id


def extend(workspace: Workspace, analysis_id: int, source: Path, **settings: Any) -> int:
    extended = workspace.extend(analysis_id, DataSettings(str(source), **settings)).id
    workspace.run(extended)
    return extended


def kept(workspace: Workspace, analysis_id: int) -> dict[str, list[Any]]:
    with workspace.results(analysis_id) as results:
        return {
            held.name: list(own_columns.in_table(own_columns.values(results, held)))
            for held in results.own_columns
        }


def notes(workspace: Workspace, analysis_id: int) -> str:
    kernel = workspace.analysis(analysis_id).kernel
    assert kernel is not None
    return kernel.notes.get("data", "")


def add(workspace: Workspace, analysis_id: int, *, replace: bool = False, **given: Any) -> None:
    with workspace.results(analysis_id) as results:
        adding.add(results, given_of(given), replace=replace)


def test_columns_of_both_tables_go_on(workspace: Workspace, tmp_path: Path) -> None:
    first = table(tmp_path / "first.csv", "size", "loss", rows=[(row, row / 2) for row in range(8)])
    more = table(tmp_path / "more.csv", "Size", "LOSS", rows=[(10 * row, -row) for row in range(8)])
    last = table(tmp_path / "last.csv", "size", "day", rows=[("large", "monday")] * 8)

    extended = extend(workspace, analyse(workspace, first, tokens=8), more, tokens=8)

    assert kept(workspace, extended) == {
        "size": [*map(float, range(8)), *(10.0 * row for row in range(8))],
        "table loss": [*(row / 2 for row in range(8)), *(-float(row) for row in range(8))],
    }
    assert "Columns" not in notes(workspace, extended)

    again = extend(workspace, extended, last, tokens=8)

    found = kept(workspace, again)
    assert found["size"] == [*map(str, range(8)), *(str(10 * row) for row in range(8)), *["large"] * 8]
    assert np.isnan(found["table loss"][16:]).all()
    assert found["day"] == [None] * 16 + ["monday"] * 8
    assert notes(workspace, again).endswith(
        "Columns that are known of a part of the samples only: table loss (not of last), day (of last "
        "alone). Columns that hold numbers in one part and texts in another, and are taken as texts: size."
    )


def test_columns_of_ones_own_stay_with_the_samples_that_have_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = table(tmp_path / "first.csv", "size", rows=[(row,) for row in range(8)])
    more = table(tmp_path / "more.csv", "size", rows=[(row,) for row in range(8)])
    base = analyse(workspace, first, tokens=8)
    add(workspace, base, blur=np.arange(8) / 4, clip=np.random.default_rng(0).normal(size=(8, 3)))
    add(workspace, base, size=np.arange(8) + 100.0, replace=True)

    extended = extend(workspace, base, more, tokens=8)

    found = kept(workspace, extended)
    np.testing.assert_array_equal(found["blur"], [*(np.arange(8) / 4), *[np.nan] * 8])
    assert found["size"] == [*range(100, 108), *range(8)], "what a person put in its place is what goes on"
    assert list(found) == ["blur", "size"]
    said = notes(workspace, extended)
    assert "known of a part of the samples only: blur (not of more)." in said
    assert "left out: clip (an embedding, and not of all samples)." in said
    with workspace.results(extended) as results:
        assert embeddings.all_of(results) == []
    add(workspace, extended, clip=np.random.default_rng(1).normal(size=(16, 3)))
    with workspace.results(base) as results:
        assert own_columns.vectors(results, "clip").shape == (8, 3), "the first analysis has its own"


def test_a_folder_of_images_with_wrong_labels_goes_on_by_a_table(
    workspace: Workspace, tmp_path: Path
) -> None:
    photos = write_image_folder(tmp_path / "photos", per_class=4, classes=2, side=8)
    others = write_image_folder(tmp_path / "others", per_class=2, classes=2, side=8)
    files = sorted(path.relative_to(others) for path in others.rglob("*.png"))
    path = write_csv(
        others / "more.csv",
        ["path", "label", "camera"],
        [(file, file.parts[0], "left") for file in files],
    )
    base = analyse(workspace, photos, label_noise=0.25)
    add(workspace, base, blur=np.arange(8.0))

    extended = extend(workspace, base, path)

    found = kept(workspace, extended)
    np.testing.assert_array_equal(found["blur"], [*range(8), *[np.nan] * 4])
    assert found["camera"] == [None] * 8 + ["left"] * 4
    assert "blur (not of more), camera (of more alone)." in notes(workspace, extended)


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_table_with_texts_beside_goes_on_by_the_columns_of_the_first(
    workspace: Workspace, tmp_path: Path, is_asked: bool
) -> None:
    headings = ["weight", "kind", "size", "note"]
    rows = [(row, "ripe" if row % 2 else "raw", row / 2, f"this is the {row}th of them") for row in range(8)]
    noted = write_csv(tmp_path / "noted.csv", headings, rows)
    plain = write_csv(tmp_path / "plain.csv", headings[:3], [row[:3] for row in rows])
    settings = {"label_column": "kind", **({"input_column": "weight,size"} if is_asked else {})}

    extended = extend(workspace, analyse(workspace, noted if is_asked else plain, **settings), noted)

    with workspace.results(extended) as results:
        assert (results.dataset.modality, len(results.indices)) == ("rows", 16)
        assert [column.name for column in stored_cells.read(results.session, results.dataset_id)] == [
            "weight",
            "size",
        ]
