"""Samples at their own size, from where they were read."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lpntk.domain import AnalysisRequest, NotFoundError
from lpntk.pipeline.workspace import Workspace
from support.reading import Read


def pixels(content: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG"
    return np.asarray(picture)


def photograph(seed: int, height: int, width: int) -> np.ndarray:
    """Smooth, so that its previews are much alike however they are made."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (4, 4, 3), dtype=np.uint8))
    return np.asarray(small.resize((width, height), Image.Resampling.BICUBIC))


def write_folder(folder: Path, height: int = 130, width: int = 200) -> list[Path]:
    paths = []
    for number in range(8):
        path = folder / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(photograph(number, height + number, width)).save(path)
        paths.append(path)
    return sorted(paths)


def analysed(workspace: Workspace, source: Path, **settings: object) -> int:
    """The data set of a new analysis, or of how far one can get."""
    wanted = {"source": str(source), "model": "mlp", "epochs": 1, "batch_size": 4, **settings}
    analysis_id = workspace.submit(AnalysisRequest.from_settings(wanted)).id
    workspace.run(analysis_id)
    dataset_id = workspace.analysis(analysis_id).dataset_id
    assert dataset_id is not None
    return dataset_id


def test_a_file_is_shown_as_large_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    paths = write_folder(tmp_path / "photos")
    dataset_id = analysed(workspace, tmp_path / "photos", image_size=16)
    for index, path in enumerate(paths):
        np.testing.assert_array_equal(
            pixels(workspace.original(dataset_id, index)), np.asarray(Image.open(path))
        )


def test_a_file_that_is_gone_or_another_is_said_to_be(workspace: Workspace, tmp_path: Path) -> None:
    paths = write_folder(tmp_path / "photos")
    dataset_id = analysed(workspace, tmp_path / "photos", image_size=16)
    workspace.original(dataset_id, 0)
    paths[0].unlink()
    with pytest.raises(NotFoundError, match=r"Sample 0 cannot be shown in its own size\. .* is not there"):
        workspace.original(dataset_id, 0)
    workspace._kept.forget()
    with pytest.raises(NotFoundError, match=r"The source has changed .*: a/2.png is in its place"):
        workspace.original(dataset_id, 0)
    for path in paths[1:]:
        path.unlink()
    workspace._kept.forget()
    with pytest.raises(NotFoundError, match="Sample 1 cannot be shown in its own size"):
        workspace.original(dataset_id, 1)


def test_an_image_of_an_archive_is_shown_as_it_is_there(workspace: Workspace, tmp_path: Path) -> None:
    images = np.stack([photograph(seed, 120, 100) for seed in range(8)])
    np.savez(tmp_path / "photos.npz", images=images, labels=np.arange(8) % 2)
    dataset_id = analysed(workspace, tmp_path / "photos.npz")
    for index in range(8):
        np.testing.assert_array_equal(pixels(workspace.original(dataset_id, index)), images[index])
    workspace._kept.forget()
    np.savez(tmp_path / "photos.npz", images=255 - images, labels=np.arange(8) % 2)
    with pytest.raises(NotFoundError, match="another image is in its place"):
        workspace.original(dataset_id, 3)


def test_an_image_that_was_resized_is_shown_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    images = np.stack([photograph(seed, 40, 30) for seed in range(8)])
    np.savez(tmp_path / "photos.npz", images=images, labels=np.arange(8) % 2)
    dataset_id = analysed(workspace, tmp_path / "photos.npz", image_size=12)
    np.testing.assert_array_equal(pixels(workspace.original(dataset_id, 5)), images[5])


def test_a_small_image_is_its_preview_whatever_became_of_the_source(
    workspace: Workspace, tmp_path: Path
) -> None:
    images = np.stack([photograph(seed, 20, 24) for seed in range(8)])
    np.savez(tmp_path / "photos.npz", images=images, labels=np.arange(8) % 2)
    dataset_id = analysed(workspace, tmp_path / "photos.npz")
    (tmp_path / "photos.npz").unlink()
    np.testing.assert_array_equal(pixels(workspace.original(dataset_id, 5)), images[5])


def test_what_is_not_there(finished: Workspace) -> None:
    dataset_id = finished.analysis(1).dataset_id
    assert dataset_id is not None
    for number, index in ((dataset_id, 10**9), (99, 0)):
        with pytest.raises(NotFoundError, match=f"There is no sample {index} in data set {number}"):
            finished.original(number, index)
    index = int(Read(finished).samples(1).index[3])
    assert pixels(finished.original(dataset_id, index)).shape == (8, 8)


def test_a_file_is_shown_as_the_model_sees_it(workspace: Workspace, tmp_path: Path) -> None:
    paths = write_folder(tmp_path / "photos")
    dataset_id = analysed(workspace, tmp_path / "photos", image_size=112, crop=0.8, limit=8)

    for index, path in enumerate(paths):
        whole = Image.open(path)
        tall = 140  # 112 / 0.8
        broad = int(tall * whole.width / whole.height)
        left = round((broad - 112) / 2)
        seen = whole.resize((broad, tall), Image.Resampling.BILINEAR).crop((left, 14, left + 112, 126))
        np.testing.assert_array_equal(
            pixels(workspace.original(dataset_id, index, seen=True)), np.asarray(seen)
        )
        np.testing.assert_array_equal(pixels(workspace.original(dataset_id, index)), np.asarray(whole))
