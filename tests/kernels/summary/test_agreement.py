"""How far two kernels agree, and what chance would do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.kernels.summary.agreement import chance_recall, neighbour_recall, seeded_pairs


def test_recall_counts_what_both_have_in_any_order() -> None:
    one = np.array([[1, 2], [0, 2], [0, 1]])
    other = np.array([[2, 1], [2, 3], [3, 4]])
    assert neighbour_recall(one, other) == pytest.approx((1 + 0.5 + 0) / 3)
    assert neighbour_recall(one, other, excluded=[2]) == pytest.approx(0.75)
    assert np.isnan(neighbour_recall(one, other, excluded=[0, 1, 2]))
    assert np.isnan(neighbour_recall(one[:, :0], other[:, :0]))


def test_chance_is_what_random_neighbours_come_to() -> None:
    labels = np.repeat([0, 1], [40, 60])
    chance, within = chance_recall(labels, 10)
    generator = np.random.default_rng(0)

    def drawn(of_class: bool) -> np.ndarray:
        rows = []
        for row, label in enumerate(labels):
            others = np.flatnonzero(labels == label) if of_class else np.arange(100)
            rows.append(generator.choice(others[others != row], 10, replace=False))
        return np.array(rows)

    for expected, of_class in ((chance, False), (within, True)):
        found = np.mean([neighbour_recall(drawn(of_class), drawn(of_class)) for _ in range(20)])
        assert found == pytest.approx(expected, abs=0.01)


@given(
    size=st.integers(2, 40),
    count=st.integers(1, 200),
    rows=st.integers(1, 50),
    seed=st.integers(0, 2**32 - 1),
)
def test_pairs_are_distinct_and_of_two_samples(size: int, count: int, rows: int, seed: int) -> None:
    chosen, pairs = seeded_pairs(size, count, rows, seed)

    assert len(chosen) == min(rows, size) == len(set(chosen.tolist()))
    assert len(pairs) == min(count, len(chosen) * (size - 1)) == len({tuple(pair) for pair in pairs.tolist()})
    assert (chosen[pairs[:, 0]] != pairs[:, 1]).all()
    assert pairs.min() >= 0
    assert pairs[:, 1].max() < size
    again = seeded_pairs(size, count, rows, seed)
    np.testing.assert_array_equal(again[1], pairs)
