"""Solving on a part of the samples directly, against doing so from scratch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lpntk
from lpntk.evidence.direct import pairs_of, refit_directly
from lpntk.evidence.ridge import targets


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.0), st.sampled_from([0.03, 0.3, 3.0]))
@settings(max_examples=60, deadline=None)
def test_it_is_solving_anew(seed: int, share: float, ridge: float) -> None:
    generator = np.random.default_rng(seed)
    features = generator.normal(size=(60, 15)) * np.logspace(0, -3, 15)
    labels = np.append(np.arange(3), generator.integers(0, 3, 57))
    keeps = generator.random(60) < share
    keeps[:2] = True
    base = lpntk.leave_one_out(labels, features=features, ridge_strength=ridge)
    single, wanted = base.features.astype(np.float32), targets(labels, 3)
    pairs = pairs_of(single, base.eigenvalues, ridge)

    projected = base.features.T @ wanted
    found = refit_directly(single, pairs, wanted, projected, keeps, base.eigenvalues, ridge)

    mine = base.features[keeps]
    expected = np.linalg.solve(mine.T @ mine + ridge * np.eye(mine.shape[1]), mine.T @ wanted[keeps])
    np.testing.assert_allclose(base.features @ found, base.features @ expected, atol=2e-4)


@pytest.mark.parametrize("stays", [1, 19, 20, 21, 39, 40])
def test_however_many_stay(stays: int) -> None:
    generator = np.random.default_rng(1)
    features = generator.normal(size=(40, 50))
    labels = np.arange(40) % 2
    base = lpntk.leave_one_out(labels, features=features, ridge_strength=0.1)
    wanted = targets(labels, 2)
    keeps = np.arange(40) < stays
    pairs = pairs_of(base.features, base.eigenvalues, 0.1)

    found = refit_directly(
        base.features, pairs, wanted, base.features.T @ wanted, keeps, base.eigenvalues, 0.1
    )

    mine = base.features[keeps]
    expected = mine.T @ np.linalg.solve(mine @ mine.T + 0.1 * np.eye(stays), wanted[keeps])
    np.testing.assert_allclose(base.features @ found, base.features @ expected, atol=1e-4)


def test_the_hat_matrix_predicts_from_all() -> None:
    features = np.random.default_rng(2).normal(size=(30, 6))
    base = lpntk.leave_one_out(np.arange(30) % 3, features=features, ridge_strength=0.5)
    matrix = base.features @ base.features.T
    expected = matrix @ np.linalg.inv(matrix + 0.5 * np.eye(30))
    pairs = pairs_of(base.features, base.eigenvalues, 0.5)
    np.testing.assert_allclose(pairs.hat, expected, atol=1e-5)
    np.testing.assert_allclose(pairs.kernel, matrix, atol=1e-5)
