"""Solving again without some samples, or with other labels, against doing so from scratch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lpntk
from lpntk.evidence.refit import refit
from lpntk.evidence.ridge import targets


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.95), st.sampled_from([0.01, 0.3, 3.0]))
@settings(max_examples=40, deadline=None)
def test_it_is_solving_anew(seed: int, share: float, ridge: float) -> None:
    generator = np.random.default_rng(seed)
    features = generator.normal(size=(40, 15)) * np.logspace(0, -3, 15)
    labels = np.append(np.arange(3), generator.integers(0, 3, 37))
    keeps = generator.random(40) < share
    keeps[:2] = True
    base = lpntk.leave_one_out(labels, features=features, ridge_strength=ridge)
    others = np.roll(labels, 1)
    wanted = targets(others, 3)

    found = refit(base.features, wanted, base.features.T @ wanted, keeps, base.eigenvalues, ridge)

    mine = base.features[keeps]
    expected = np.linalg.solve(mine.T @ mine + ridge * np.eye(mine.shape[1]), mine.T @ wanted[keeps])
    np.testing.assert_allclose(base.features @ found, base.features @ expected, atol=1e-7)


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_features_of_single_precision_are_nearly_as_good(share: float) -> None:
    generator = np.random.default_rng(2)
    features = generator.normal(size=(300, 80)) * np.logspace(0, -2, 80)
    labels = generator.integers(0, 10, 300)
    keeps = generator.random(300) < share
    base = lpntk.leave_one_out(labels, features=features, ridge_strength=0.1)
    wanted = targets(labels, 10)
    projected = base.features.T @ wanted
    exact = refit(base.features, wanted, projected, keeps, base.eigenvalues, 0.1)

    single = base.features.astype(np.float32)
    found = refit(single, wanted, projected, keeps, base.eigenvalues, 0.1)

    np.testing.assert_allclose(base.features @ found, base.features @ exact, atol=1e-4)
