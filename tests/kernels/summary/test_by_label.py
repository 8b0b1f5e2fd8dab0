"""The nearest of one's own label and of another, from tiles and from lists, against all pairs at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lpntk.domain import Neighbours, Tile
from lpntk.kernels.summary.by_label import NearestByLabel, nearest_in_lists


def tiles(matrix: NDArray[np.float32], step: int) -> Iterator[Tile]:
    size = len(matrix)
    for top in range(0, size, step):
        for left in range(top, size, step):
            bottom, right = min(top + step, size), min(left + step, size)
            yield Tile(top, bottom, left, right, matrix[top:bottom, left:right])


@given(size=st.integers(1, 30), step=st.integers(1, 12), classes=st.integers(1, 4), seed=st.integers(0, 999))
def test_from_tiles_it_is_that_of_all_pairs(size: int, step: int, classes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(size, 5)).astype(np.float32)
    labels, excluded = rng.integers(0, classes, size), np.flatnonzero(rng.random(size) < 0.2)
    features[excluded] = 0
    matrix = features @ features.T

    nearest = NearestByLabel(matrix.diagonal().copy(), labels, excluded)
    for tile in tiles(matrix, step):
        nearest.update(tile)
    same, other = nearest.result()

    left = np.setdiff1d(np.arange(size), excluded)
    length = np.linalg.norm(features, axis=1)
    for row in range(size):
        others = [i for i in left if i != row and row in left]
        for found, wanted in ((same, True), (other, False)):
            of = [i for i in others if (labels[i] == labels[row]) == wanted]
            expected = max((matrix[row, i] / (length[row] * length[i]) for i in of), default=np.nan)
            np.testing.assert_allclose(found[row], expected, atol=1e-5)


def test_from_lists_it_is_the_first_of_its_kind_and_unknown_where_there_is_none() -> None:
    labels = np.array([0, 0, 1, 1])
    neighbours = Neighbours(
        rows=np.array([[1, 2], [0, 2], [3, 0], [2, 0]]),
        similarity=np.array([[0.9, 0.5], [0.9, 0.4], [0.3, 0.2], [0.3, -0.1]], dtype=np.float32),
    )

    same, other = nearest_in_lists(neighbours, labels, excluded=[3])
    short, none = nearest_in_lists(Neighbours(neighbours.rows[:, :1], neighbours.similarity[:, :1]), labels)

    np.testing.assert_allclose(same, [0.9, 0.9, 0.3, np.nan])
    np.testing.assert_allclose(other, [0.5, 0.4, 0.2, np.nan])
    np.testing.assert_allclose(short, [0.9, 0.9, 0.3, 0.3])
    assert np.isnan(none).all()
