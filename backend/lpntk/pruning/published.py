"""The strategies of the literature that go by one number a sample."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.by_score import End, ranked
from lpntk.pruning.material import Material
from lpntk.pruning.samplers import SAMPLERS
from lpntk.pruning.strategy import Need, Strategy

AMBIGUOUS, HARD = 1, 2
"""Among the groups of the score data_iq_group."""


def _named(
    name: str,
    title: str,
    description: str,
    what: str,
    end: End,
    *scores: str,
    of: Callable[[Material], NDArray[np.float64]] | None = None,
    sampler: str = "class",
    has_ties: bool = False,
    needs: tuple[Need, ...] = (),
    wants_matrix: bool = False,
) -> Strategy:
    def read(material: Material) -> NDArray[np.float64]:
        return material.score(scores[0]) if of is None else of(material)

    return Strategy(
        name=name,
        title=title,
        description=description,
        needs=frozenset(needs),
        rank=lambda material, keep: ranked(material, read(material), end, SAMPLERS[sampler], what, keep),
        nested=SAMPLERS[sampler].cut is None,
        scores=scores,
        draws=SAMPLERS[sampler].draws or has_ties,
        wants_matrix=wants_matrix,
    )


def _ambiguity(material: Material) -> NDArray[np.float64]:
    """Aleatoric uncertainty, at most 1/4, with 1 more for the ambiguous and 1 less for the hard."""
    group = material.score("data_iq_group")
    return material.score("aleatoric_uncertainty") + (group == AMBIGUOUS) - (group == HARD)


EL2N = _named(
    "el2n",
    "EL2N",
    "Keeps the samples that were most wrong early in the training (Paul et al. 2021).",
    "EL2N",
    "highest",
    "el2n",
)
GRAND = _named(
    "grand",
    "GraNd",
    "Keeps the samples with the longest gradient of the loss (Paul et al. 2021).",
    "GraNd",
    "highest",
    "grand",
)
FORGETTING = _named(
    "forgetting",
    "Forgetting",
    "Keeps the samples that were forgotten most often, or never learnt (Toneva et al. 2019).",
    "number of forgetting events",
    "highest",
    "forgetting_events",
    has_ties=True,
)
AUM = _named(
    "aum",
    "Area under the margin",
    "Keeps the samples with the lowest margin over the training (Pleiss et al. 2020).",
    "area under the margin",
    "lowest",
    "aum",
)
DATA_IQ = _named(
    "data-iq",
    "Data-IQ",
    "Keeps the ambiguous; the hard go first, then the easy, the most certain first (Seedat et al. 2022).",
    "ambiguity",
    "highest",
    "data_iq_group",
    "aleatoric_uncertainty",
    of=_ambiguity,
)
INFLUENCE = _named(
    "influence",
    "Self-influence",
    "Keeps the samples whose own gradient step changes their own loss most (TracIn, Pruthi et al. 2020).",
    "self-influence",
    "highest",
    "self_influence",
)
NTK_NORM = _named(
    "ntk-norm",
    "Kernel strength",
    "Keeps the samples with the largest mean absolute kernel value to their own class.",
    "mean kernel value to its class",
    "highest",
    of=lambda material: material.class_strength,
    needs=("summary",),
    wants_matrix=True,
)
DUAL = _named(
    "dual",
    "DUAL",
    "Keeps the samples that are difficult and whose probability moves most (Cho et al. 2025).",
    "DUAL score",
    "highest",
    "dual",
)
CCS = _named(
    "ccs",
    "Coverage-centric",
    "Drops the hardest where little stays, then keeps as many of every difficulty (Zheng et al. 2023).",
    "area under the margin",
    "lowest",
    "aum",
    sampler="coverage",
)
LEFT_OUT = _named(
    "left-out",
    "Left-out margin",
    "Keeps the samples whose label all the others agree with most.",
    "left-out margin",
    "lowest",
    "left_out_margin",
)
