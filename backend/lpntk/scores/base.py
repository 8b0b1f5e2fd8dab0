"""What a score is, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Suspicious = Literal["low", "high"]


class Known:
    """What is known of n samples, by row; each array is read when a score first asks for it.

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
    def label_probability(self) -> NDArray[np.float32]:
        """(n,) float32: the probability that the classifier gives to the sample's label."""
        return self._read("label_probability")


@dataclass(frozen=True)
class Score:
    """One number a sample.

    Attributes
    ----------
    name
        What it is called in files, requests and addresses: letters and underscores.
    title, help
        What it is called on a page, and one sentence on what it says.
    unit
        What it is counted in; empty for a plain number.
    suspicious
        Which end deserves a look; None where neither does.
    of
        From what is known of n samples to (n,) numbers, row by row; bool for a yes or no.
    is_flag
        Whether it is a yes or no.
    """

    name: str
    title: str
    help: str
    of: Callable[[Known], NDArray[Any]]
    unit: str = ""
    suspicious: Suspicious | None = None
    is_flag: bool = False
