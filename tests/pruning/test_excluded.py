"""Samples of which the kernel knows nothing are kept by no strategy for being far from all others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.domain import InputError
from lpntk.domain.arrays import DenseMatrix, class_kernels
from lpntk.pruning import STRATEGIES
from lpntk.structure import farthest_points
from support.matrices import gaussian_kernel_of, summary_of
from support.scored import scores_of

OUT = [0, 5, 8, 13]
BY_KERNEL = sorted(name for name, strategy in STRATEGIES.items() if strategy.reads_kernel)


def known() -> tuple[np.ndarray, np.ndarray]:
    """A matrix in which nothing is known of some samples, and labels."""
    matrix, labels = gaussian_kernel_of(40, 2, seed=1, width=3)
    matrix[OUT] = matrix[:, OUT] = 0
    return matrix, labels


@pytest.mark.parametrize("strategy", BY_KERNEL)
@given(keep=st.floats(0.01, 1.0), seed=st.integers(0, 3))
def test_they_go_before_all_others_of_their_class(strategy: str, keep: float, seed: int) -> None:
    matrix, labels = known()
    scores = scores_of(labels)
    plan = prune(strategy, keep, labels=labels, matrix=matrix, scores=scores, excluded=OUT, seed=seed)
    for label in (0, 1):
        kept, pruned = (set(rows[labels[rows] == label]) for rows in (plan.kept, plan.pruned))
        out = {row for row in OUT if labels[row] == label}
        assert not (kept & out) or pruned <= out
    for row, reason in zip(plan.pruned, plan.reasons, strict=True):
        assert reason.startswith("left out of the kernel") == (row in OUT)


@pytest.mark.parametrize("strategy", ["fpc-heads", "fpc-random", "fpc-largest"])
def test_farthest_points_know_them(strategy: str) -> None:
    matrix, labels = known()
    points = farthest_points(
        class_kernels(DenseMatrix(matrix)), labels, matrix.diagonal(), excluded=np.array(OUT)
    )
    by_points = prune(strategy, 0.5, labels=labels, farthest_points=points)
    by_matrix = prune(strategy, 0.5, labels=labels, matrix=matrix, excluded=OUT)
    np.testing.assert_array_equal(by_points.order, by_matrix.order)


@pytest.mark.parametrize("strategy", ["self-max", "average-high", "average-low"])
def test_a_summary_and_a_matrix_say_the_same_of_them(strategy: str) -> None:
    matrix, labels = known()
    rest = np.setdiff1d(np.arange(40), OUT)
    summary = summary_of(matrix, labels)
    own = summary_of(matrix[np.ix_(rest, rest)], labels[rest])
    summary.class_means[rest] = own.class_means
    by_summary = prune(strategy, 0.5, labels=labels, summary=summary, excluded=OUT)
    by_matrix = prune(strategy, 0.5, labels=labels, matrix=matrix, excluded=OUT)
    np.testing.assert_array_equal(by_summary.order, by_matrix.order)
    np.testing.assert_allclose(by_summary.score, by_matrix.score, atol=1e-6)
    assert strategy == "self-max" or np.isnan(by_matrix.score[OUT]).all()


def test_to_random_they_are_samples_like_any_other() -> None:
    _, labels = known()
    plan = prune("random", 0.5, labels=labels, excluded=OUT)
    np.testing.assert_array_equal(plan.order, prune("random", 0.5, labels=labels).order)
    assert all(reason.startswith("not among") for reason in plan.reasons)


@pytest.mark.parametrize("strategy", BY_KERNEL)
def test_a_class_of_them_alone_keeps_its_share(strategy: str) -> None:
    matrix, labels = known()
    out = np.flatnonzero(labels == 0)
    matrix[out] = matrix[:, out] = 0
    plan = prune(strategy, 0.25, labels=labels, matrix=matrix, scores=scores_of(labels), excluded=out)
    assert (labels[plan.kept] == 0).sum() == (1 if strategy == "self-max" else 5)


def test_refuses_rows_that_there_are_not() -> None:
    with pytest.raises(InputError, match="excluded rows do not fit") as caught:
        prune("random", 0.5, labels=[0, 0], excluded=[2])
    assert caught.value.field == "excluded"
