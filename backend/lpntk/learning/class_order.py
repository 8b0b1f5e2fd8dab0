"""Whether a classifier that was brought has its classes in another order than the samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from lpntk.domain import Checkpoint, TrainingTrace
from lpntk.domain.words import some

# Of few samples an assignment fits many by chance.
_SAMPLES_A_CLASS = 5
_GAIN, _TIMES = 0.25, 1.5
_NAMED_AT_MOST = 3


def with_order_note(
    checkpoint: Checkpoint,
    predicted: TrainingTrace,
    labels: NDArray[np.int64],
    class_names: Sequence[str],
) -> Checkpoint:
    """A checkpoint that was brought, with what `order_note` says of its own predictions."""
    note = order_note(predicted.probabilities[0], labels, class_names)
    return checkpoint if note is None else replace(checkpoint, notes=(*checkpoint.notes, note))


def order_note(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], class_names: Sequence[str]
) -> str | None:
    """A sentence if another order of the classes fits the predictions far better than the one they have.

    The order is the assignment of outputs to classes under which most samples are right (Kuhn 1955). It is
    far better where it makes a quarter of all samples right that were not, and half as many again as were,
    and where it does so in more than one class: the mean of their recalls is a quarter above chance.

    Parameters
    ----------
    probabilities
        (N, K): what the classifier says of each sample.
    labels
        (N,) int64 in 0 .. K-1.
    class_names
        K names.
    """
    classes = len(class_names)
    if len(labels) < _SAMPLES_A_CLASS * classes:
        return None
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (probabilities.argmax(axis=1), labels), 1)
    outputs, fitting = linear_sum_assignment(counts, maximize=True)
    now, then = np.trace(counts) / len(labels), counts[outputs, fitting].sum() / len(labels)
    if then < now + _GAIN or then < now * _TIMES:
        return None
    # Who names one class always, and not the largest, would else be told of an order.
    there = np.maximum(counts.sum(axis=0), 1)
    if (counts[outputs, fitting] / there[fitting]).mean() < 1 / classes + _GAIN:
        return None
    moved = [
        f"its output {output} is {class_names[output]} here and fits {class_names[fit]}"
        for output, fit in zip(outputs.tolist(), fitting.tolist(), strict=True)
        if output != fit
    ]
    return (
        f"The classifier gets {now:.1%} of these labels right, and {then:.1%} if its classes were in another "
        f"order ({some(moved, _NAMED_AT_MOST)}): give the names in the order that it was trained with as "
        "classes."
    )
