"""Whether a classifier knows more than which class is the largest."""

from __future__ import annotations

import math

# A classifier that only guesses seems better than this bound allows once in so many times.
_SURE = 100
# So little of the way from guessing to always right is no more than guessing for what a kernel is read for.
_LEAST_SKILL = 0.1


def is_near_chance(accuracy: float, chance: float, samples: int) -> bool:
    """Whether an accuracy cannot be told from that of naming the largest class, or is hardly above it.

    By Chernoff's bound a guesser is right on a share a > p of n samples with probability at most
    exp(-n KL(a || p)), KL being the divergence between coins that fall so.

    Parameters
    ----------
    accuracy
        The share of the samples on which the classifier is right.
    chance
        The share of the largest class.
    samples
        How many there are.
    """
    if accuracy <= chance or accuracy - chance < _LEAST_SKILL * (1 - chance):
        return True
    return samples * _divergence(accuracy, chance) < math.log(_SURE)


def _divergence(a: float, p: float) -> float:
    """KL(a || p) of two coins, in nats, for 0 < p < a <= 1."""
    other = (1 - a) * math.log((1 - a) / (1 - p)) if a < 1 else 0.0
    return a * math.log(a / p) + other
