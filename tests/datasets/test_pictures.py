from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lpntk.datasets import open_dataset, previews
from lpntk.datasets.pictures import encode_png
from lpntk.domain import DataSettings


def decoded(png):
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    return np.asarray(picture)


def test_small_images_keep_every_pixel():
    for shape in ((8, 8, 1), (96, 40, 3)):
        image = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
        assert (decoded(encode_png(image)).reshape(shape) == image).all()


@pytest.mark.parametrize(
    ("shape", "reduced"), [((200, 100, 3), (96, 48, 3)), ((97, 97, 1), (96, 96)), ((10, 960, 1), (1, 96))]
)
def test_large_images_are_reduced_in_proportion(shape, reduced):
    assert decoded(encode_png(np.zeros(shape, np.uint8))).shape == reduced


def test_one_picture_a_row_in_order():
    dataset = open_dataset(DataSettings("digits", limit=300), seed=0)
    told: list[tuple[int, int]] = []
    pictures = list(previews(dataset, lambda *numbers: told.append(numbers)))
    assert len(pictures) == 300
    assert (decoded(pictures[280]) == dataset.inputs[280][..., 0]).all()
    assert told[-1] == (300, 300)
