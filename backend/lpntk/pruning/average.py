"""By how much a sample resembles its own class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy


@strategy(
    "average-high",
    "Most typical",
    "Keeps the samples with the highest mean similarity to their own class.",
    "summary",
)
def average_high(material: Material) -> Ranking:
    """The most typical of each class stay."""
    return _by_mean(material, 1, "at least")


@strategy(
    "average-low",
    "Least typical",
    "Keeps the samples with the lowest mean similarity to their own class.",
    "summary",
)
def average_low(material: Material) -> Ranking:
    """The least typical of each class stay."""
    return _by_mean(material, -1, "at most")


def _by_mean(material: Material, sign: int, bound: str) -> Ranking:
    mean = material.own_class_mean
    score = sign * mean

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        last = {
            int(label): sign * score[stays & (material.labels == label)].min()
            for label in np.unique(material.labels[rows])
        }
        return [
            f"mean similarity to its class is {mean[row]:z.2f}; those that stay have {bound} "
            f"{last[int(material.labels[row])]:z.2f}"
            for row in rows
        ]

    rankings = [ClassRanking(rows[np.argsort(score[rows], kind="stable")]) for rows in material.classes]
    return Ranking(rankings, explain, score)
