"""How many directions a kernel has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lpntk.structure import SHARES, leading_eigenvalues, spectrum_of

EIGENVALUES = arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1e3)).filter(
    lambda v: v.max() > 1e-3
)


def test_equal_directions_are_as_many_as_they_are() -> None:
    found = spectrum_of(np.full(8, 3.0), 24, is_whole=True)
    assert found.effective_rank == pytest.approx(8)
    assert found.participation == pytest.approx(8)
    assert found.directions == (4, 8, 8)


def test_nothing_has_no_direction() -> None:
    found = spectrum_of(np.zeros(3), 0, is_whole=True)
    assert (found.effective_rank, found.participation, found.directions) == (0, 0, (0, 0, 0))


@given(EIGENVALUES)
def test_they_are_what_their_definitions_say(values: np.ndarray) -> None:
    found = spectrum_of(values, values.sum(), is_whole=True)
    p = np.sort(values)[::-1] / values.sum()
    positive = p[p > 0]
    assert found.effective_rank == pytest.approx(np.exp(-(positive * np.log(positive)).sum()))
    assert found.participation == pytest.approx(values.sum() ** 2 / (values**2).sum())
    assert 1 - 1e-9 <= found.participation <= found.effective_rank + 1e-6 <= len(values) + 1e-5
    for share, count in zip(SHARES, found.directions, strict=True):
        assert p[:count].sum() >= share - 1e-9
        assert p[: count - 1].sum() < share + 1e-9


@given(EIGENVALUES, st.integers(1, 40))
def test_of_a_part_it_says_no_more_than_is_sure(values: np.ndarray, known: int) -> None:
    whole = spectrum_of(values, values.sum(), is_whole=True)
    part = spectrum_of(np.sort(values)[::-1][:known], values.sum(), is_whole=False)
    if not part.eigenvalues[part.eigenvalues > 0].size:
        return
    assert part.effective_rank <= whole.effective_rank * (1 + 1e-6)
    assert part.participation <= whole.participation * (1 + 1e-6)
    assert all(least <= count for least, count in zip(part.directions, whole.directions, strict=True))


def test_the_leading_ones_are_found_in_a_few_passes() -> None:
    rng = np.random.default_rng(0)
    basis, _ = np.linalg.qr(rng.standard_normal((400, 400)))
    true = 400 / np.arange(1, 401) ** 1.2
    matrix = basis * true @ basis.T
    passes = []

    def multiply(vectors: np.ndarray) -> np.ndarray:
        passes.append(vectors.shape)
        return matrix @ vectors

    found = leading_eigenvalues(multiply, 400, 50)
    np.testing.assert_allclose(found[:20], true[:20], rtol=1e-3)
    np.testing.assert_allclose(found, true[:50], rtol=0.03)
    assert (found <= true[:50] + 1e-9).all()
    assert len(passes) < 5
    np.testing.assert_array_equal(found, leading_eigenvalues(lambda v: matrix @ v, 400, 50))


def test_a_small_matrix_has_fewer() -> None:
    assert leading_eigenvalues(lambda v: 2 * v, 3, 50).tolist() == pytest.approx([2, 2, 2])
