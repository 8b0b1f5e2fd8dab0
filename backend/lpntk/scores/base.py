"""What a score is, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Suspicious = Literal["low", "high"]


class Group(StrEnum):
    """What scores are read off, as a page puts it over them; in the order in which they are shown."""

    LEFT_OUT = "By leave-one-out"
    CHECKPOINT = "At the checkpoint"
    TRAINING = "Over the training"
    GRADIENT = "Of its gradient"
    SIMILARITY = "By similarity"


class Known:
    """What is known of n samples, by row; each array is read when a score first asks for it.

    Of the epochs it is what the classifier says after each of E >= 2 of them, in evaluation mode, held-out
    samples included.

    Parameters
    ----------
    read
        Gives an array by the name of its property here.
    """

    def __init__(self, read: Callable[[str], NDArray[Any]]) -> None:
        self._read = read

    @cached_property
    def labels(self) -> NDArray[np.int64]:
        """(n,) int64 in 0 .. K-1."""
        return self._read("labels")

    @cached_property
    def self_kernel(self) -> NDArray[np.float32]:
        """(n,) float32: kappa(i, i)."""
        return self._read("self_kernel")

    @cached_property
    def self_max(self) -> NDArray[np.bool_]:
        """(n,) bool: kappa(i, i) >= kappa(i, j) for all j."""
        return self._read("self_max")

    @cached_property
    def class_means(self) -> NDArray[np.float32]:
        """(n, K) float32: mean similarity to the other samples of each class; NaN where there are none."""
        return self._read("class_means")

    @cached_property
    def interchangeable(self) -> NDArray[np.float32]:
        """(n, k) float32: the largest similarities to others, the largest first."""
        return self._read("interchangeable")

    @cached_property
    def contradictory(self) -> NDArray[np.float32]:
        """(n, k) float32: the smallest similarities to others, the smallest first."""
        return self._read("contradictory")

    @cached_property
    def histogram(self) -> NDArray[np.int64]:
        """(n, B) int64: of the others that each was compared with, those in each of equal bins of c."""
        return self._read("histogram")

    @cached_property
    def others(self) -> NDArray[np.int64]:
        """() int64: how many others each has."""
        return self._read("others")

    @cached_property
    def nearest_same(self) -> NDArray[np.float32]:
        """(n,) float32: the largest similarity to another of one's label; NaN where not known."""
        return self._read("nearest_same")

    @cached_property
    def nearest_other(self) -> NDArray[np.float32]:
        """(n,) float32: the largest similarity to one of another label; NaN where not known."""
        return self._read("nearest_other")

    @cached_property
    def residual_gradient(self) -> NDArray[np.float64]:
        """(n,) float64: the squared length of the gradient of the cross-entropy; NaN where there is none."""
        return self._read("residual_gradient")

    @cached_property
    def label_probability(self) -> NDArray[np.float32]:
        """(n,) float32: the probability that the classifier gives to the sample's label."""
        return self._read("label_probability")

    @cached_property
    def epoch_label_probability(self) -> NDArray[np.float32]:
        """(E, n) float32: the probability of the label after each epoch."""
        return self._read("epoch_label_probability")

    @cached_property
    def epoch_rival_probability(self) -> NDArray[np.float32]:
        """(E, n) float32: the probability of the most probable other class after each epoch."""
        return self._read("epoch_rival_probability")

    @cached_property
    def epoch_error(self) -> NDArray[np.float32]:
        """(E, n) float32: the L2 norm of the probabilities less one-hot(label) after each epoch."""
        return self._read("epoch_error")

    @cached_property
    def epoch_right(self) -> NDArray[np.bool_]:
        """(E, n) bool: whether the label is the most probable class after each epoch."""
        return self._read("epoch_right")

    @cached_property
    def median_uncertainty(self) -> NDArray[np.float64]:
        """() float64: the median of the aleatoric uncertainty over the whole data set."""
        return self._read("median_uncertainty")

    @cached_property
    def left_out(self) -> NDArray[np.float32]:
        """(n, K) float32: the left-out prediction q of one-hot(label) - 1/K; see `lpntk.domain.left_out`."""
        return self._read("left_out")


@dataclass(frozen=True)
class Score:
    """One number a sample.

    Attributes
    ----------
    name
        What it is called in files, requests and addresses: letters, digits and underscores.
    title, help
        What it is called on a page, and one sentence on what it says.
    of
        From what is known of n samples to (n,) numbers, row by row; bool for a yes or no. NaN where it is
        not known.
    needs
        What it is made of: the names of the properties of `Known` that it reads. Where one of them is not
        there, neither is the score.
    group
        What it stands with on a page.
    unit
        What it is counted in; empty for a plain number.
    suspicious
        Which end deserves a look; None where neither does.
    is_flag
        Whether it is a yes or no.
    categories
        Where its numbers 0, 1, 2, … stand for groups: their names, in that order.
    """

    name: str
    title: str
    help: str
    of: Callable[[Known], NDArray[Any]]
    needs: tuple[str, ...]
    group: Group
    unit: str = ""
    suspicious: Suspicious | None = None
    is_flag: bool = False
    categories: tuple[str, ...] = ()
