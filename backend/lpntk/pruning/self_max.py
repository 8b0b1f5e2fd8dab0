"""Samples that resemble none more than themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy


@strategy(
    "self-max",
    "Self-max",
    "Keeps a random share of the samples that resemble no other sample more than themselves.",
    "summary",
    share_of="self-max samples",
    draws=True,
)
def self_max(material: Material) -> Ranking:
    """The share is of a class's self-max samples; the others go even at a share of 1.

    A class without a self-max sample keeps one that is drawn.
    """

    def rank(rows: NDArray[np.int64]) -> ClassRanking:
        drawn = material.shuffled(rows, "self-max")
        chosen = material.self_max[drawn]
        going = np.concatenate([drawn[~chosen], drawn[chosen]])
        return ClassRanking(going, outside=min(int((~chosen).sum()), len(rows) - 1))

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        drawn = np.bincount(material.labels[stays], minlength=material.labels.max() + 1)
        return [
            f"not among the {drawn[label]} self-max samples of class {label} that were drawn to stay"
            if own
            else "not self-max: it resembles another sample more than itself"
            for label, own in zip(material.labels[rows], material.self_max[rows], strict=True)
        ]

    return Ranking([rank(rows) for rows in material.classes], explain)
