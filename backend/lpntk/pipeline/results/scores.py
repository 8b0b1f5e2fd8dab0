"""The scores of samples, from what is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.pipeline.results.results import Results
from lpntk.scores import SCORES, Known
from lpntk.store import summaries
from lpntk.store.summaries import SampleSummary

Columns = dict[str, NDArray[Any]]


def of_all(results: Results, label_probability: NDArray[np.float32]) -> Columns:
    """(N,) of every score, by its name."""

    def read(name: str) -> NDArray[Any]:
        known: dict[str, Callable[[], NDArray[Any]]] = {
            "labels": lambda: results.labels,
            "label_probability": lambda: label_probability,
        }
        return known[name]() if name in known else summaries.column(results.session, results.id, name)

    return _columns(Known(read))


def of_one(results: Results, row: int, summary: SampleSummary, label_probability: float) -> dict[str, float]:
    """Every score of one sample, by its name."""
    known: Columns = {
        "labels": results.labels[row : row + 1],
        "self_kernel": np.array([summary.self_kernel], dtype=np.float32),
        "self_max": np.array([summary.self_max]),
        "class_means": summary.class_means[None],
        "label_probability": np.array([label_probability], dtype=np.float32),
    }
    return {name: column.item() for name, column in _columns(Known(known.__getitem__)).items()}


def _columns(known: Known) -> Columns:
    return {name: score.of(known) for name, score in SCORES.items()}
