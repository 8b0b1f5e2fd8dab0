"""One sample over HTTP, and its image."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lpntk.domain import HISTOGRAM_BINS, Relation


@pytest.fixture
def index(finished) -> int:
    return int(finished.read.samples(finished.id).index[5])


@pytest.fixture
def image(finished, index) -> str:
    return f"/api/datasets/{finished.get('').json()['dataset_id']}/previews/{index}"


def test_a_sample_with_its_neighbours(finished, index):
    sample = finished.get(f"/samples/{index}").json()
    view = finished.read.sample(finished.id, index)
    assert sample["index"] == index
    assert len(sample["histogram"]) == HISTOGRAM_BINS
    assert sum(sample["histogram"]) == 199
    assert len(sample["class_means"]) == 10
    assert sample["exact"]
    for relation in Relation:
        neighbours = sample["neighbours"][relation]
        assert len(neighbours) == 12
        assert [neighbour["index"] for neighbour in neighbours] == [
            n.index for n in view.neighbours[relation]
        ]
        assert index not in [neighbour["index"] for neighbour in neighbours]
        assert all(-1.001 <= neighbour["similarity"] <= 1.001 for neighbour in neighbours)


def test_fewer_neighbours(finished, index):
    sample = finished.get(f"/samples/{index}", k=3).json()
    assert len(sample["neighbours"]["contradictory"]) == 3


def test_an_index_that_is_not_there(finished):
    answer = finished.get("/samples/1999999999")
    assert answer.status_code == 404
    assert answer.json()["error"]["kind"] == "not_found"


@pytest.mark.parametrize("k", [0, -1, 1001, "many"])
def test_a_number_of_neighbours_outside_its_bounds(finished, index, k):
    answer = finished.get(f"/samples/{index}", k=k)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "k"


def test_an_image_is_a_png(finished, image):
    answer = finished.client.get(image)
    assert answer.headers["Content-Type"] == "image/png"
    pixels = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert pixels.shape[:2] == (8, 8)


def test_an_image_is_sent_once(finished, image):
    answer = finished.client.get(image)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = finished.client.get(image, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == answer.headers["ETag"]
    assert finished.client.get(image, headers={"If-None-Match": '"another"'}).status_code == 200


def test_an_image_of_a_known_data_set_is_kept_for_ever(finished, image):
    answer = finished.client.get(image, params={"v": finished.get("").json()["fingerprint"]})
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/api/datasets/999/previews/0", "/api/datasets/1/previews/1999999999"])
def test_an_image_that_is_not_there(finished, path):
    answer = finished.client.get(path, params={"v": "x"})
    assert answer.status_code == 404
    assert answer.json()["error"]["kind"] == "not_found"
    assert answer.headers["Cache-Control"] == "no-store"
