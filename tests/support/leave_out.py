"""Leaving samples out of a ridge regression by doing so: slow, in float64, nothing of the engine used."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def one_hot(labels: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """(N, K) float64: one-hot less 1/K."""
    return np.eye(classes)[labels] - 1 / classes


def left_out_one_by_one(
    kernel: NDArray[np.float64], labels: NDArray[np.int64], classes: int, ridge: float
) -> NDArray[np.float64]:
    """(N, K) float64: each sample predicted by a regression that never saw it."""
    everyone = np.arange(len(labels))
    found = [
        predicted_without(kernel, labels, classes, ridge, np.delete(everyone, i), everyone[i : i + 1])[0]
        for i in everyone
    ]
    return np.array(found)


def predicted_without(
    kernel: NDArray[np.float64],
    labels: NDArray[np.int64],
    classes: int,
    ridge: float,
    learnt: NDArray[np.int64],
    asked: NDArray[np.int64],
) -> NDArray[np.float64]:
    """(A, K) float64: what a regression on some rows says of others."""
    system = kernel[np.ix_(learnt, learnt)] + ridge * np.eye(len(learnt))
    return kernel[np.ix_(asked, learnt)] @ np.linalg.solve(system, one_hot(labels[learnt], classes))
