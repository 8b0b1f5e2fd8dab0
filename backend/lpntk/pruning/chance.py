"""What every other strategy has to beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy


@strategy("random", "Random", "Keeps a random share of each class.", draws=True)
def random(material: Material) -> Ranking:
    """One shuffle a class, whatever the share: a smaller share is a part of a larger one."""

    def explain(material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        size = np.bincount(material.labels)
        drawn = np.bincount(material.labels[stays], minlength=len(size))
        return [
            f"not among the {drawn[label]} of {size[label]} samples of class {label} that were drawn to stay"
            for label in material.labels[rows]
        ]

    return Ranking([ClassRanking(material.shuffled(rows)) for rows in material.classes], explain)
