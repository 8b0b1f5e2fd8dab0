from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lpntk.datasets import open_dataset
from lpntk.domain import Dataset, DataSettings, InputError
from support.data import digits, write_image_folder


def joined(*parts: DataSettings) -> Dataset:
    first, *others = parts
    return open_dataset(DataSettings(first.source, limit=first.limit, additions=tuple(others)), seed=0)


def test_samples_follow_each_other_and_indices_go_on_after_the_whole_first_data_set() -> None:
    alone = open_dataset(DataSettings("digits", limit=100), seed=0)
    whole = joined(DataSettings("digits", limit=100), DataSettings("digits", limit=50))

    images, labels = digits()
    assert len(whole) == len(whole.inputs) == 150
    assert whole.indices[:100].tolist() == alone.indices.tolist()
    assert whole.indices[100:].min() >= 1797
    assert (np.diff(whole.indices) > 0).all()
    assert whole.fingerprint != alone.fingerprint
    for row in (0, 99, 100, 149):
        original = whole.indices[row] % 1797
        assert np.array_equal(whole.inputs[row], images[original])
        assert whole.labels[row] == labels[original]


def test_locations_stay_where_all_parts_have_them(tmp_path: Path) -> None:
    folders = [write_image_folder(tmp_path / name, per_class=2, classes=10) for name in ("one", "two")]
    paths = [DataSettings(str(folder)) for folder in folders]

    both = joined(*paths)

    assert both.locations is not None
    assert len(both.locations) == len(both) == 40
    assert both.locations[:20] == both.locations[20:]


def test_other_classes_are_refused(tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "two", per_class=2, classes=2)

    with pytest.raises(InputError, match="must have the same classes in the same order"):
        joined(DataSettings("digits"), DataSettings(str(folder)))


def test_images_of_another_shape_are_refused() -> None:
    with pytest.raises(InputError, match=r"\(16, 16, 1\) where those of digits have \(8, 8, 1\)"):
        joined(DataSettings("digits"), DataSettings("digits", image_size=16))


def test_grey_beside_colour_is_said_to_be_that(tmp_path: Path) -> None:
    images, labels = digits()
    np.savez(tmp_path / "grey.npz", images=images[:40], labels=labels[:40])
    np.savez(tmp_path / "colour.npz", images=images[:40].repeat(3, axis=3), labels=labels[:40])

    with pytest.raises(InputError, match=r"have 3 channels where .* have 1: save both in colour"):
        joined(DataSettings(str(tmp_path / "grey.npz")), DataSettings(str(tmp_path / "colour.npz")))
