"""MNIST through torchvision, from real files; what torchvision would download is never asked for."""

from __future__ import annotations

import urllib.error
import urllib.request

import numpy as np
import pytest

from lpntk.datasets import open_dataset
from lpntk.domain import DataSettings, InputError
from support import data


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args: object, **options: object) -> None:
        raise urllib.error.URLError("no network here")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)


@pytest.mark.parametrize("split", ["train", "test"])
def test_mnist_is_read_in_its_own_order(tmp_path, split):
    root = data.mnist_root(tmp_path)
    dataset = open_dataset(DataSettings("mnist", root=str(root), split=split, limit=500), seed=0)
    images, labels = data.mnist(1797, split)
    early = dataset.indices[dataset.indices < len(labels)]
    assert (dataset.name, dataset.split, dataset.input_shape) == ("mnist", split, (28, 28, 1))
    assert dataset.class_names == tuple("0123456789")
    assert (dataset.labels[: len(early)] == labels[early]).all()
    assert (np.asarray(dataset.inputs)[: len(early)] == images[early]).all()


def test_missing_files_that_cannot_be_downloaded(tmp_path, no_network):
    with pytest.raises(
        InputError, match=r"CIFAR-100 is not under .* cannot be downloaded .*no network"
    ) as caught:
        open_dataset(DataSettings("cifar100", root=str(tmp_path)), seed=0)
    assert caught.value.field == "root"


def test_files_are_looked_for_under_data_unless_told_otherwise(tmp_path, no_network, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"Fashion-MNIST is not under data and"):
        open_dataset(DataSettings("fashion_mnist"), seed=0)


def test_a_root_that_cannot_be_made(tmp_path, no_network, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(InputError, match=r"folder data .* cannot be made \(File exists\)") as caught:
        open_dataset(DataSettings("kmnist"), seed=0)
    assert caught.value.field == "root"


def test_nothing_is_made_nor_downloaded_where_a_folder_is_mistyped(tmp_path, monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: pytest.fail("a download was tried"))
    with pytest.raises(InputError, match=r"no folder .*/set with the files of MNIST") as caught:
        open_dataset(DataSettings("mnist", root=str(tmp_path / "set")), seed=0)
    assert caught.value.field == "root"
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "MNIST" / "raw").mkdir(parents=True)
    with pytest.raises(InputError, match=r"has no MNIST/raw/\*-ubyte with the files of MNIST"):
        open_dataset(DataSettings("mnist", root=str(tmp_path / "MNIST")), seed=0)
    assert [path.name for path in (tmp_path / "MNIST").iterdir()] == ["raw"]


def test_a_folder_of_other_data_sets_may_get_more(tmp_path, no_network):
    raw = tmp_path / "KMNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"some")
    with pytest.raises(InputError, match=r"Fashion-MNIST is not under .* cannot be downloaded .*no network"):
        open_dataset(DataSettings("fashion_mnist", root=str(tmp_path)), seed=0)


def test_damaged_files_are_told_from_missing_ones(tmp_path):
    raw = tmp_path / "KMNIST" / "raw"
    raw.mkdir(parents=True)
    for part in ("train", "t10k"):
        (raw / f"{part}-images-idx3-ubyte").write_bytes(b"damaged")
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(b"damaged")
    with pytest.raises(InputError, match=r"files of Kuzushiji-MNIST under .* cannot be read .*: delete them"):
        open_dataset(DataSettings("kmnist", root=str(tmp_path)), seed=0)


@pytest.mark.parametrize(("name", "shape"), [("cifar10", (32, 32, 3)), ("svhn", (32, 32, 3))])
def test_colour_arrays_of_torchvision_come_with_channels_last(monkeypatch, name, shape):
    """torchvision holds CIFAR-10 with channels last and SVHN with channels first."""
    from lpntk._torchvision import torchvision

    pixels = np.random.default_rng(0).integers(0, 256, (20, *shape), np.uint8)

    class Published:
        classes = tuple(f"class {label}" for label in range(10))

        def __init__(self, root, download, **split):
            numbers = list(range(10)) * 2
            if name == "svhn":
                self.data, self.labels = pixels.transpose(0, 3, 1, 2), np.array(numbers)
            else:
                self.data, self.targets = pixels, numbers

    Published.__name__ = name.upper()
    monkeypatch.setattr(torchvision.datasets, name.upper(), Published)
    dataset = open_dataset(DataSettings(name, split="test"), seed=0)
    assert dataset.input_shape == shape
    assert (np.asarray(dataset.inputs) == pixels).all()
    assert dataset.labels.tolist() == list(range(10)) * 2
    assert dataset.class_names[3] == ("3" if name == "svhn" else "class 3")
