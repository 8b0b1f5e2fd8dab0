"""Learning difficulty over a number of updates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lpntk.domain import InputError, LearningSettings
from lpntk.learning.experiments.difficulty import learning_difficulty
from support.courses import course_of
from support.training import TrainingSample

ROWS = np.arange(0, 120)
SETTINGS = LearningSettings("mlp", batch_size=32)


def difficulty(sample: TrainingSample, rows=ROWS, updates=24, points=6, seed=0, **more) -> np.ndarray:
    return learning_difficulty(
        course_of(sample), rows, SETTINGS, updates=updates, points=points, seed=seed, **more
    )


def test_a_wrong_label_is_hard(few_digits: TrainingSample) -> None:
    labels = few_digits.labels.copy()
    labels[:5] = (labels[:5] + 5) % 10
    found = difficulty(replace(few_digits, labels=labels), updates=60)

    assert found.shape == (120,)
    assert found[:5].min() > np.quantile(found[5:], 0.9)


def test_it_repeats_itself_and_leaves_the_generators_alone(few_digits: TrainingSample) -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    first, again, other = (difficulty(few_digits, seed=seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    torch.testing.assert_close(torch.rand(3), expected)


def test_every_size_gets_as_many_updates_and_looks(few_digits: TrainingSample) -> None:
    for size in (10, 33, 120):
        done: list[tuple[int, int]] = []
        found = difficulty(few_digits, ROWS[:size], progress=lambda *now, done=done: done.append(now))
        assert done == [(at, 24) for at in range(1, 25)]
        assert np.isfinite(found).all()


def test_the_smallest_sets_do_not_diverge(few_digits: TrainingSample) -> None:
    """At the full rate a step on a few samples would be as long as one on a whole batch."""
    settings = LearningSettings("mlp", batch_size=128)
    for size in (2, 5, 20):
        found = learning_difficulty(
            course_of(few_digits), ROWS[:size], settings, updates=60, points=6, seed=0
        )
        assert found.max() < 6 * 3


def test_training_that_diverges_is_told(few_digits: TrainingSample) -> None:
    settings = LearningSettings("mlp", learning_rate=1e30, batch_size=8)
    with pytest.raises(InputError, match="Training on 120 samples diverged") as caught:
        learning_difficulty(course_of(few_digits), ROWS, settings, updates=20, points=2, seed=0)
    assert caught.value.field == "learning_rate"


def test_more_looks_than_updates_look_after_each(few_digits: TrainingSample) -> None:
    each = difficulty(few_digits, updates=3, points=3)
    np.testing.assert_array_equal(difficulty(few_digits, updates=3, points=50), each)
