"""Matrices read by blocks, and shares as people write them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain.arrays import DenseMatrix, as_kernel_matrix, count_of_share, diagonal


def test_a_dense_matrix_is_read_by_blocks() -> None:
    values = np.arange(16, dtype=np.float32).reshape(4, 4)
    matrix = DenseMatrix(values)
    assert len(matrix) == 4
    np.testing.assert_array_equal(matrix.block(np.array([2, 0]), np.array([3])), [[11], [3]])


def test_what_is_read_by_blocks_already_is_left_as_it_is() -> None:
    matrix = DenseMatrix(np.eye(2, dtype=np.float32))
    assert as_kernel_matrix(matrix) is matrix


def test_nested_lists_are_matrices() -> None:
    matrix = as_kernel_matrix([[2, 1], [1, 2]])
    block = matrix.block(np.array([0]), np.array([0, 1]))
    assert block.dtype == np.float32
    assert block.tolist() == [[2, 1]]


def test_the_diagonal_is_read_in_the_order_of_the_rows() -> None:
    values = np.diag(np.arange(600, dtype=np.float32))
    rows = np.array([599, 0, 300, *range(260, 520)])
    np.testing.assert_array_equal(diagonal(DenseMatrix(values), rows), rows)


@given(st.integers(1, 1000), st.integers(1, 100))
def test_a_share_in_hundredths_is_exact(count: int, hundredths: int) -> None:
    assert count_of_share(hundredths / 100, count) == max(1, hundredths * count // 100)


@pytest.mark.parametrize(
    ("share", "count", "stay"), [(0.29, 100, 29), (0.999, 10, 9), (1.0, 7, 7), (0.01, 5, 1)]
)
def test_shares_are_rounded_down_but_never_to_none(share: float, count: int, stay: int) -> None:
    assert count_of_share(share, count) == stay
