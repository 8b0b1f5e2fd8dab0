"""Farthest points stand in for the matrix that they were followed in."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.domain import FarthestPoints, InputError
from lpntk.domain.arrays import DenseMatrix, class_kernels
from lpntk.structure import farthest_points
from support.matrices import gaussian_kernel_of, labelled_matrices, summary_of

FPC = ["fpc-heads", "fpc-random", "fpc-largest"]


def points_of(matrix: np.ndarray, labels: np.ndarray) -> FarthestPoints:
    return farthest_points(class_kernels(DenseMatrix(matrix)), labels, matrix.diagonal())


@given(st.sampled_from(FPC), labelled_matrices(), st.floats(0.01, 1.0), st.integers(0, 3))
def test_plans_are_those_of_the_matrix(strategy: str, drawn: tuple, keep: float, seed: int) -> None:
    matrix, labels = drawn
    points = points_of(matrix, labels)
    by_points = prune(strategy, keep, labels=labels, farthest_points=points, seed=seed)
    by_matrix = prune(strategy, keep, labels=labels, matrix=matrix, seed=seed)
    np.testing.assert_array_equal(by_points.order, by_matrix.order)
    np.testing.assert_array_equal(by_points.kept, by_matrix.kept)


@pytest.mark.parametrize("strategy", ["fpc-heads", "fpc-largest"])
def test_reasons_are_those_of_the_matrix_where_heads_are_known(strategy: str) -> None:
    matrix, labels = gaussian_kernel_of(40, 2, width=2)
    known = {"labels": labels, "summary": summary_of(matrix, labels)}
    by_points = prune(strategy, 0.4, farthest_points=points_of(matrix, labels), **known)
    assert by_points.reasons == prune(strategy, 0.4, matrix=matrix, **known).reasons


def test_reasons_do_without_a_similarity_that_is_not_known() -> None:
    matrix, labels = gaussian_kernel_of(40, 2, width=2)
    known = {"labels": labels, "summary": summary_of(matrix, labels)}
    by_points = prune("fpc-random", 0.2, farthest_points=points_of(matrix, labels), **known)
    by_matrix = prune("fpc-random", 0.2, matrix=matrix, **known)
    bare = r"represented by \d+, drawn from its cluster, which stays"
    unknown = [re.fullmatch(bare, reason) is not None for reason in by_points.reasons]
    assert 0 < sum(unknown) < len(unknown)
    for reason, full, is_unknown in zip(by_points.reasons, by_matrix.reasons, unknown, strict=True):
        assert is_unknown or reason == full


def test_refuses_farthest_points_of_other_samples() -> None:
    matrix, labels = gaussian_kernel_of(8, 2)
    points = points_of(matrix, labels)
    for others in (labels[:4], 1 - labels):
        with pytest.raises(InputError, match="The record of farthest points") as caught:
            prune("fpc-heads", 0.5, labels=others, farthest_points=points)
        assert caught.value.field == "farthest_points"
