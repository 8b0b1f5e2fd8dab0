"""Whether a classifier is better than naming the largest class."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain.chance import is_near_chance
from lpntk.domain.notes import chance_note


@pytest.mark.parametrize(
    ("accuracy", "chance", "samples", "near"),
    [
        (0.1, 0.1, 60_000, True),
        (0.05, 0.1, 60_000, True),
        (0.308, 0.25, 200, True),
        # Surely better than guessing, and yet hardly above it.
        (0.308, 0.25, 10_000, True),
        (0.12, 0.1, 60_000, True),
        # So few that a guesser is as good now and then.
        (0.7, 0.5, 10, True),
        (0.7, 0.5, 200, False),
        (0.95, 0.95, 1_000, True),
        (0.99, 0.95, 1_000, False),
        (1.0, 0.1, 100, False),
        (1.0, 0.5, 4, True),
        (1.0, 1.0, 50, True),
    ],
)
def test_what_counts_as_chance(accuracy, chance, samples, near):
    assert is_near_chance(accuracy, chance, samples) is near


@pytest.mark.parametrize(("classes", "samples"), [(2, 30), (2, 1000), (10, 100), (100, 500)])
def test_guessers_hardly_ever_pass(classes, samples):
    right = np.random.default_rng(0).binomial(samples, 1 / classes, size=5_000) / samples
    assert np.mean([not is_near_chance(share, 1 / classes, samples) for share in right]) < 0.01


def test_the_note_has_both_shares():
    note = chance_note(0.308, 0.25, 500)
    assert note is not None
    assert note.startswith("The classifier is right on 30.8% of the 500 samples, and to name the largest")
    assert "25.0%: the kernel says little about" in note
    assert chance_note(0.9, 0.25, 500) is None
