"""Many samples in one picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from support.columns import encoded


@pytest.fixture
def path(finished) -> str:
    return f"/api/datasets/{finished.get('').json()['dataset_id']}"


@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_a_sheet_holds_the_previews_in_the_order_asked(finished, path, count):
    indices = finished.read.samples(finished.id).index[::-1][:count].tolist()
    answer = finished.client.get(f"{path}/sheet", params={"i": encoded(indices)})
    assert answer.headers["Content-Type"] == "image/webp"
    width, height = int(answer.headers["X-Cell-Width"]), int(answer.headers["X-Cell-Height"])
    columns = int(answer.headers["X-Columns"])
    pixels = np.asarray(Image.open(io.BytesIO(answer.content)).convert("L"))
    for place, index in enumerate(indices):
        top, left = place // columns * height, place % columns * width
        preview = Image.open(io.BytesIO(finished.client.get(f"{path}/previews/{index}").content))
        np.testing.assert_array_equal(
            pixels[top : top + height, left : left + width], np.asarray(preview.convert("L"))
        )


def test_a_sheet_is_sent_once(finished, path):
    asked = {"i": encoded(finished.read.samples(finished.id).index[:9].tolist())}
    answer = finished.client.get(f"{path}/sheet", params=asked)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = finished.client.get(
        f"{path}/sheet", params=asked, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    for_ever = finished.client.get(f"{path}/sheet", params={**asked, "v": "x"})
    assert "immutable" in for_ever.headers["Cache-Control"]


def test_padding_may_be_left_out(finished, path):
    index = int(finished.read.samples(finished.id).index[0])
    whole = finished.client.get(f"{path}/sheet", params={"i": encoded([index])})
    assert encoded([index]).endswith("=")
    bare = finished.client.get(f"{path}/sheet", params={"i": encoded([index]).rstrip("=")})
    assert bare.content == whole.content


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        (encoded([1999999999]), 404, "There is no preview of a sample 1999999999"),
        ("", 422, ""),
        ("abc", 422, "URL-safe base64"),
        ("?!*", 422, "URL-safe base64"),
        (encoded([0] * 257), 422, "1368"),
    ],
)
def test_a_sheet_that_cannot_be(finished, path, asked, status, words):
    answer = finished.client.get(f"{path}/sheet", params={"i": asked})
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_sheet_of_a_data_set_that_is_not_there(finished):
    answer = finished.client.get("/api/datasets/999/sheet", params={"i": encoded([0])})
    assert answer.status_code == 404


def test_an_image_at_its_own_size(finished, path):
    index = int(finished.read.samples(finished.id).index[4])
    answer = finished.client.get(f"{path}/images/{index}")
    assert answer.headers["Content-Type"] == "image/png"
    assert np.asarray(Image.open(io.BytesIO(answer.content))).shape == (8, 8)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = finished.client.get(f"{path}/images/{index}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for_ever = finished.client.get(f"{path}/images/{index}", params={"v": "x"})
    assert "immutable" in for_ever.headers["Cache-Control"]
    missing = finished.client.get(f"{path}/images/1999999999")
    assert missing.status_code == 404
    assert "There is no sample 1999999999" in missing.json()["error"]["message"]
