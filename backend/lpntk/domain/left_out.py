"""What is predicted of samples by all others: readings of a left-out prediction q.

q is of the labels as one-hot less 1/K, so that q + 1/K is about a probability.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def suggested_labels(left_out: ArrayLike) -> NDArray[np.int64]:
    """(n,) int64: the class with the largest left-out prediction.

    Parameters
    ----------
    left_out
        (n, K) floating: q.
    """
    return np.asarray(left_out).argmax(axis=1).astype(np.int64)


def best_other_label(left_out: ArrayLike, labels: ArrayLike) -> NDArray[np.int64]:
    """(n,) int64: the class other than the label with the largest left-out prediction.

    Parameters
    ----------
    left_out
        (n, K) floating: q; K at least 2.
    labels
        (n,) int64 in 0 .. K-1.
    """
    q, given = np.array(left_out, dtype=np.float64), np.asarray(labels)
    q[np.arange(len(q)), given] = -np.inf
    return q.argmax(axis=1).astype(np.int64)


def left_out_margins(left_out: ArrayLike, labels: ArrayLike) -> NDArray[np.float32]:
    """(n,) float32: max over k != y of q_k, less q_y; above 0 where the others disagree with the label.

    Parameters
    ----------
    left_out
        (n, K) floating: q.
    labels
        (n,) int64 in 0 .. K-1.
    """
    q, given = np.array(left_out, dtype=np.float64), np.asarray(labels)
    rows = np.arange(len(q))
    own = q[rows, given]
    q[rows, given] = -np.inf
    return (q.max(axis=1, initial=-np.inf) - own).astype(np.float32)


def left_out_probabilities(left_out: ArrayLike) -> NDArray[np.float32]:
    """(n, K) float32: q + 1/K with what is below 0 taken as 0, divided by its sum; 1/K where all is 0.

    Parameters
    ----------
    left_out
        (n, K) floating: q.
    """
    q = np.asarray(left_out, dtype=np.float64)
    classes = q.shape[1]
    positive = np.maximum(q + 1 / classes, 0)
    total = positive.sum(axis=1, keepdims=True)
    return np.divide(positive, total, out=np.full_like(q, 1 / classes), where=total > 0).astype(np.float32)
