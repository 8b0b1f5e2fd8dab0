from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lpntk.datasets import open_dataset, previews
from lpntk.datasets.pictures import encode_png, mean_picture
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


def test_a_mean_picture_has_the_commonest_size_and_is_grey_where_all_are():
    grey = [np.full((8, 8, 1), value, np.uint8) for value in (10, 20, 60)]
    assert (decoded(mean_picture([encode_png(image) for image in grey])) == 30).all()
    wide = np.full((4, 16, 1), 30, np.uint8)
    mean = decoded(mean_picture([encode_png(image) for image in (*grey, wide)]))
    assert mean.shape == (8, 8)
    assert (mean == 30).all()
    red = np.zeros((8, 8, 3), np.uint8)
    red[..., 0] = 90
    mean = decoded(mean_picture([encode_png(grey[0]), encode_png(red)]))
    assert mean[0, 0].tolist() == [50, 5, 5]
