"""Leave-one-out against leaving each sample out by brute force, in float64."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import lpntk
from lpntk.domain import InputError
from support.leave_out import left_out_one_by_one

Case = tuple[NDArray[np.float64], NDArray[np.int64]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Features (N, W) and labels: more samples than numbers, or fewer; duplicates; classes of one sample."""
    samples, width = draw(st.integers(2, 20)), draw(st.integers(1, 25))
    classes = draw(st.integers(1, min(samples, 5)))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    features = generator.normal(size=(samples, width))
    for _ in range(draw(st.integers(0, 3))):
        features[draw(st.integers(0, samples - 1))] = features[draw(st.integers(0, samples - 1))]
    labels = np.append(np.arange(classes), generator.integers(0, classes, samples - classes))
    return features, generator.permutation(labels)


@given(cases(), st.sampled_from([0.01, 0.3, 10.0]))
@settings(max_examples=60, deadline=None)
def test_it_is_leaving_each_sample_out(case: Case, ridge: float) -> None:
    features, labels = case
    kernel = features @ features.T
    kernel /= np.trace(kernel) / len(kernel)
    expected = left_out_one_by_one(kernel, labels, labels.max() + 1, ridge)

    for given_as in ({"features": features}, {"matrix": features @ features.T}):
        found = lpntk.leave_one_out(labels, ridge_strength=ridge, **given_as)
        np.testing.assert_allclose(found.prediction, expected, atol=1e-6)


@given(cases())
@settings(max_examples=40, deadline=None)
def test_the_weights_sum_to_the_prediction(case: Case) -> None:
    features, labels = case
    found = lpntk.leave_one_out(labels, features=features)
    targets = np.eye(labels.max() + 1)[labels] - 1 / (labels.max() + 1)

    for i in range(len(labels)):
        assert found.weights(i)[i] == 0
        np.testing.assert_allclose(found.weights(i) @ targets, found.prediction[i], atol=1e-8)


@given(cases(), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_order_of_samples_does_not_matter(case: Case, seed: int) -> None:
    features, labels = case
    order = np.random.default_rng(seed).permutation(len(labels))
    found = lpntk.leave_one_out(labels, features=features, ridge_strength=0.1)
    other = lpntk.leave_one_out(labels[order], features=features[order], ridge_strength=0.1)

    np.testing.assert_allclose(other.prediction, found.prediction[order], atol=1e-8)


def test_the_ridge_is_the_one_with_the_lowest_left_out_loss() -> None:
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, 60)
    features = generator.normal(size=(60, 8)) + 2 * np.eye(8)[labels]
    kernel = features @ features.T
    kernel /= np.trace(kernel) / 60
    targets = np.eye(3)[labels] - 1 / 3
    ridges = np.logspace(-3, 2, 11)
    losses = [
        np.square(left_out_one_by_one(kernel, labels, 3, r) - targets).sum(axis=1).mean() for r in ridges
    ]

    found = lpntk.leave_one_out(labels, features=features)

    assert found.ridge == pytest.approx(ridges[int(np.argmin(losses))])
    assert found.loss == pytest.approx(min(losses))


def test_a_wrong_label_among_a_hundred_classes_stands_out() -> None:
    generator = np.random.default_rng(1)
    labels = np.repeat(np.arange(100), 8)
    features = 20 * np.eye(100)[labels] + generator.normal(size=(800, 100))
    labels[12] = 77

    found = lpntk.leave_one_out(labels, features=features)

    assert found.margins().argmax() == 12
    assert found.suggested()[12] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "Give one of the two"),
        ({"matrix": np.eye(3), "features": np.eye(3)}, "Give one of the two"),
        ({"features": np.array([[1, 2], [np.nan, 1], [0, 1]])}, "features of row 1 are NaN"),
        ({"features": np.full((3, 2), 1e200)}, "too large"),
        ({"features": np.ones((3, 2)) * 1j}, "real numbers"),
        ({"matrix": -np.eye(3)}, "a kernel has none below 0"),
        ({"features": np.zeros((3, 2))}, "zero everywhere"),
        ({"matrix": np.arange(9.0).reshape(3, 3)}, "not symmetric"),
        ({"features": np.eye(4)}, "one label for each of the 4 samples"),
        ({"features": np.eye(3), "ridge_strength": 0}, "a number above 0"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(arguments: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        lpntk.leave_one_out([0, 1, 1], **arguments)  # type: ignore[arg-type]


def test_a_label_that_numbers_no_class_is_refused() -> None:
    with pytest.raises(InputError, match="The label of row 1 is 1000000, but there are 3 samples"):
        lpntk.leave_one_out([0, 1_000_000, 1], features=np.eye(3))
