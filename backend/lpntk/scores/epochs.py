"""From the record of a training to what scores need of it, an epoch at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def known_of_epochs(
    epochs: Iterable[NDArray[np.float32]], labels: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """The properties of `Known` whose names begin with `epoch_`: 13 bytes a sample and epoch, whatever K is.

    Parameters
    ----------
    epochs
        (N, K) float32 probabilities after each epoch; at least one.
    labels
        (N,) int64 in 0 .. K-1.
    """
    rows = np.arange(len(labels))
    columns: dict[str, list[NDArray[Any]]] = {
        "epoch_label_probability": [],
        "epoch_rival_probability": [],
        "epoch_error": [],
        "epoch_right": [],
    }
    for probabilities in epochs:
        label = probabilities[rows, labels]
        others = probabilities.copy()
        others[rows, labels] = 0
        columns["epoch_label_probability"].append(label)
        columns["epoch_rival_probability"].append(others.max(axis=1))
        columns["epoch_right"].append(probabilities.argmax(axis=1) == labels)
        others[rows, labels] = 1 - label
        columns["epoch_error"].append(np.linalg.norm(others, axis=1))
    return {name: np.stack(parts) for name, parts in columns.items()}
