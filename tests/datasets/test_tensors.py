from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from lpntk.datasets import images as images_module
from lpntk.datasets import open_dataset
from lpntk.datasets.statistics import channel_statistics
from lpntk.datasets.tensors import NormalisedImages
from lpntk.domain import DataSettings
from support import data


@pytest.fixture
def colours(tmp_path):
    return open_dataset(DataSettings(str(data.image_folder(tmp_path)), limit=40), seed=0)


def test_statistics_are_those_of_all_pixels(colours):
    pixels = np.asarray(colours.inputs) / 255
    mean, std = channel_statistics(colours)
    assert mean == pytest.approx(pixels.mean(axis=(0, 1, 2)), abs=1e-12)
    assert std == pytest.approx(pixels.std(axis=(0, 1, 2)), abs=1e-12)


def test_statistics_of_images_that_are_read_on_demand(colours, tmp_path, monkeypatch):
    monkeypatch.setattr(images_module, "IN_MEMORY_BYTES", 0)
    on_demand = open_dataset(DataSettings(str(data.image_folder(tmp_path)), limit=40), seed=0)
    assert channel_statistics(on_demand) == channel_statistics(colours)


@pytest.mark.parametrize("level", [0, 77, 255])
def test_a_constant_channel_can_be_divided_by(tmp_path, level):
    np.savez(tmp_path / "flat.npz", images=np.full((4, 5, 5), level, np.uint8), labels=[0, 1, 0, 1])
    mean, std = channel_statistics(open_dataset(DataSettings(str(tmp_path / "flat.npz")), seed=0))
    assert mean == pytest.approx((level / 255,))
    assert std == (1.0,)


def test_items_are_normalised_images_with_channels_first(colours):
    mean, std = channel_statistics(colours)
    image, label = NormalisedImages(colours, mean, std)[7]
    expected = (colours.inputs[7] / 255 - np.array(mean)) / np.array(std)
    assert image.dtype == torch.float32
    assert image.permute(1, 2, 0).numpy() == pytest.approx(expected, abs=1e-5)
    assert type(label) is int
    assert label == colours.labels[7]


def test_many_items_at_once_are_the_single_ones(colours):
    items = NormalisedImages(colours, (0.5,) * 3, (0.2,) * 3)
    for (image, label), row in zip(items.__getitems__([5, 0, 39]), (5, 0, 39), strict=True):
        assert torch.equal(image, items[row][0])
        assert label == items[row][1]


def test_a_data_loader_takes_it(colours):
    loader = DataLoader(NormalisedImages(colours, (0.0,) * 3, (1.0,) * 3), batch_size=16)
    images, labels = zip(*loader, strict=True)
    assert torch.cat(images).shape == (40, 3, 32, 32)
    assert torch.cat(labels).tolist() == colours.labels.tolist()


def test_importing_the_package_does_not_import_torch():
    program = "import sys, lpntk.datasets; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
