"""Reading a clustering."""

from __future__ import annotations

import numpy as np

from lpntk.domain import Clustering

CLUSTERING = Clustering(
    heads=np.array([4, 1]),
    assignment=np.array([0, 1, 0, 0, 0, 0]),
    similarity=np.array([2.0, 9.0, 7.0, 2.0, 3.0, 5.0], dtype=np.float32),
)


def test_sizes_count_the_heads() -> None:
    assert CLUSTERING.sizes().tolist() == [5, 1]


def test_the_head_comes_first_then_the_most_similar_then_the_lower_row() -> None:
    assert CLUSTERING.members(0).tolist() == [4, 2, 5, 0, 3]
    assert CLUSTERING.members(1).tolist() == [1]
