from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.learning.class_order import order_note

NAMES = ("ant", "bee", "cow", "dog")


def predictions(classes: np.ndarray, labels: np.ndarray, share: float) -> np.ndarray:
    """Of a classifier that is right for a share of the samples, in an order of its own."""
    generator = np.random.default_rng(0)
    said = np.where(
        generator.random(len(labels)) < share, labels, generator.integers(0, len(NAMES), len(labels))
    )
    return np.eye(len(NAMES), dtype=np.float32)[classes[said]]


@given(st.permutations(range(4)), st.floats(0.6, 1))
def test_another_order_is_noticed(order, share):
    labels = np.arange(400) % 4
    note = order_note(predictions(np.array(order), labels, share), labels, NAMES)
    if sum(place != number for number, place in enumerate(order)) <= 1:
        assert note is None
    elif all(place != number for number, place in enumerate(order)):
        assert note is not None
        assert "in another order" in note
        assert f"its output {order[0]} is {NAMES[order[0]]} here and fits ant" in note or "more" in note


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_classifier_in_order_is_left_alone(share):
    labels = np.arange(400) % 4
    assert order_note(predictions(np.arange(4), labels, share), labels, NAMES) is None


def test_few_samples_say_nothing():
    labels = np.arange(8) % 4
    assert order_note(predictions(np.array([1, 2, 3, 0]), labels, 1.0), labels, NAMES) is None


@pytest.mark.parametrize("told", [0, 1])
def test_who_names_one_class_always_has_no_order(told):
    labels = np.array([0] * 30 + [1] * 70)
    said = np.full(100, told)
    said[::40] = 1 - told
    assert order_note(np.eye(2, dtype=np.float32)[said], labels, ("ant", "bee")) is None
    assert order_note(np.eye(2, dtype=np.float32)[1 - labels], labels, ("ant", "bee")) is not None
