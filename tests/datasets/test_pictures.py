from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lpntk.datasets import open_dataset, previews
from lpntk.datasets.pictures import encode_png, mean_picture, sheet
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


def test_a_sheet_shows_small_pictures_as_they_are_and_through_between_them():
    wide = np.arange(4 * 10 * 3, dtype=np.uint8).reshape(4, 10, 3)
    high = np.full((9, 3, 1), 77, dtype=np.uint8)
    found = sheet([encode_png(wide), encode_png(high), encode_png(wide)])
    assert (found.columns, found.cell_width, found.cell_height) == (2, 10, 9)
    pixels = np.asarray(Image.open(io.BytesIO(found.content)))
    assert pixels.shape == (18, 20, 4)
    for top, left in ((2, 0), (11, 0)):
        np.testing.assert_array_equal(pixels[top : top + 4, left : left + 10, :3], wide)
    assert (pixels[0:9, 13:16] == [77, 77, 77, 255]).all()
    shown = np.zeros((18, 20), dtype=bool)
    for top, left, height, width in ((2, 0, 4, 10), (0, 13, 9, 3), (11, 0, 4, 10)):
        shown[top : top + height, left : left + width] = True
    np.testing.assert_array_equal(pixels[..., 3] > 0, shown)


def test_a_sheet_of_photographs_is_about_what_they_are():
    slope = np.linspace(0, 255, 96).astype(np.uint8)
    photo = np.stack(np.broadcast_arrays(slope[:, None], slope[None], np.uint8(128)), axis=2)
    found = sheet([encode_png(photo)] * 5)
    assert (found.columns, found.cell_width, found.cell_height) == (3, 96, 96)
    pixels = np.asarray(Image.open(io.BytesIO(found.content)).convert("RGB")).astype(int)
    assert pixels.shape == (192, 288, 3)
    assert np.abs(pixels[96:, 96:192] - photo).mean() < 4
