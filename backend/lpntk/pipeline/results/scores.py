"""The scores of samples, from what is stored."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.pipeline.results.results import Results
from lpntk.scores import SCORES, Known
from lpntk.store.summaries import SampleSummary

Columns = dict[str, NDArray[Any]]


def of_all(results: Results) -> Columns:
    """(N,) of every score, by its name."""
    return _columns(known(results))


def known(results: Results) -> Known:
    """What scores are made of, for all samples."""

    def read(name: str) -> NDArray[Any]:
        if name == "labels":
            return results.labels
        return results.predictions[1] if name == "label_probability" else results.column(name)

    return Known(read)


def of_one(results: Results, row: int, summary: SampleSummary, label_probability: float) -> dict[str, float]:
    """Every score of one sample, by its name."""
    alone: Columns = {
        "labels": results.labels[row : row + 1],
        "self_kernel": np.array([summary.self_kernel], dtype=np.float32),
        "self_max": np.array([summary.self_max]),
        "class_means": summary.class_means[None],
        "label_probability": np.array([label_probability], dtype=np.float32),
    }
    return {name: column.item() for name, column in _columns(Known(alone.__getitem__)).items()}


def _columns(of: Known) -> Columns:
    return {name: score.of(of) for name, score in SCORES.items()}
