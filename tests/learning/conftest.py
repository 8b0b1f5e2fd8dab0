"""Small real data for quick trainings."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.datasets import open_dataset
from lpntk.domain import DataSettings
from support import data
from support.training import TrainingSample, training_sample


@pytest.fixture(scope="session")
def digits() -> TrainingSample:
    """All 1,797 digits of 8 x 8 pixels."""
    return training_sample(*data.digits())


@pytest.fixture(scope="session")
def few_digits() -> TrainingSample:
    """200 digits."""
    images, labels = data.digits()
    return training_sample(images[:200], labels[:200])


@pytest.fixture(scope="session")
def few_colours(tmp_path_factory) -> TrainingSample:
    """100 colour images of 8 x 8 pixels, ten of each class."""
    folder = data.image_folder(tmp_path_factory.mktemp("colours"))
    dataset = open_dataset(DataSettings(str(folder), limit=100, image_size=8), seed=0)
    return training_sample(np.asarray(dataset.inputs), dataset.labels)
