"""What torchvision's and PyTorch's data sets say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch.utils.data import DataLoader, Subset, TensorDataset

from lpntk._torchvision import torchvision
from lpntk.datasets.known import given_labels, known_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
        for number in range(3):
            Image.new("L", (4, 4), 40 * number).save(tmp_path / name / f"{number}.png")
    return tmp_path


def test_an_image_folder_has_names_paths_and_labels(folder: Path) -> None:
    known = known_of(torchvision.datasets.ImageFolder(folder))
    assert known.class_names == ("cat", "dog")
    assert known.paths is not None
    assert known.paths[0] == "cat/0.png"
    assert known.labels is not None
    assert known.labels.tolist() == [0, 0, 0, 1, 1, 1]


def test_a_part_has_those_of_its_samples(folder: Path) -> None:
    images = torchvision.datasets.ImageFolder(folder)
    known = known_of(DataLoader(Subset(Subset(images, [5, 4, 0]), [1, 2])))
    assert known.paths == ("dog/1.png", "cat/0.png")
    assert known.class_names == ("cat", "dog")
    assert known.labels is not None
    assert known.labels.tolist() == [1, 0]


def test_labels_that_are_changed_on_the_way_are_not_known(folder: Path) -> None:
    known = known_of(torchvision.datasets.ImageFolder(folder, target_transform=lambda label: 1 - label))
    assert known.labels is None
    assert known.class_names is None
    assert known.paths is not None


def test_tensors_have_labels_and_nothing_else() -> None:
    pair = (torch.rand(3, 2), torch.tensor([1, 0, 1]))
    for given in (pair, TensorDataset(*pair)):
        known = known_of(given)
        assert known.labels is not None
        np.testing.assert_array_equal(known.labels, [1, 0, 1])
        assert known.class_names is None
        assert known.paths is None


class Odd:
    """Says things that are none, and fails when asked."""

    classes = ("cat", 3)
    targets = ((1, 2), (3, 4))
    samples = (1, 2)

    @property
    def target_transform(self) -> Any:
        raise RuntimeError("not loaded")


def test_what_makes_no_sense_is_not_known() -> None:
    known = known_of(Odd())
    assert (known.class_names, known.paths, known.labels) == (None, None, None)


class Own:
    """(input, label) pairs, with labels apart under some name."""

    def __init__(self, given: list[int], **said: Any) -> None:
        self._given = given
        vars(self).update(said)

    def __len__(self) -> int:
        return len(self._given)

    def __getitem__(self, row: int) -> tuple[str, int]:
        return "a text", self._given[row]


@pytest.mark.parametrize("name", ["targets", "labels", "_labels", "y"])
def test_labels_that_are_apart_are_those_that_are_given(name: str) -> None:
    labels = given_labels(Own([2, 0, 1], **{name: [2, 0, 1]}))
    assert labels is not None
    assert labels.tolist() == [2, 0, 1]
    for others in ([2, 0, 2], [2, 0], [2.0, 0.0, 1.0], "abc", None):
        assert given_labels(Own([2, 0, 1], **{name: others})) is None


def test_labels_that_change_on_the_way_are_asked_for_one_by_one() -> None:
    assert given_labels(Own([2, 0, 1], y=[2, 1, 1], target_transform=int)) is None


def test_the_labels_of_a_part_are_known_without_its_samples(folder: Path) -> None:
    images = torchvision.datasets.ImageFolder(folder)
    labels = given_labels(Subset(images, [5, 1, 4]))
    assert labels is not None
    assert labels.tolist() == [1, 0, 1]
