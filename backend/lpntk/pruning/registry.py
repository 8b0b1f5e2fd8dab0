"""All strategies, by name."""

from __future__ import annotations

from lpntk.domain import require_one_of
from lpntk.pruning.average import average_high, average_low
from lpntk.pruning.by_score import PREFIX, score_strategy
from lpntk.pruning.chance import random
from lpntk.pruning.duplicates import semdedup
from lpntk.pruning.duplicates_on import ON, duplicates_on
from lpntk.pruning.farthest_point import fpc_heads, fpc_largest, fpc_random
from lpntk.pruning.graph import d2, infomax
from lpntk.pruning.hierarchical import hierarchical
from lpntk.pruning.k_center import k_center
from lpntk.pruning.published import (
    AUM,
    CCS,
    DATA_IQ,
    DUAL,
    EL2N,
    FORGETTING,
    GRAND,
    INFLUENCE,
    LEFT_OUT,
    NTK_NORM,
)
from lpntk.pruning.self_max import self_max
from lpntk.pruning.strategy import Strategy

STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy
    for strategy in (
        random,
        self_max,
        fpc_heads,
        fpc_random,
        fpc_largest,
        hierarchical,
        average_high,
        average_low,
        NTK_NORM,
        k_center,
        semdedup,
        LEFT_OUT,
        EL2N,
        GRAND,
        INFLUENCE,
        FORGETTING,
        AUM,
        DATA_IQ,
        DUAL,
        CCS,
        d2,
        infomax,
    )
}
"""Those with a name of their own; beside them any score can be pruned by, see `strategy_of`."""


def strategy_of(name: str) -> Strategy:
    """The strategy of a name: one of `STRATEGIES`, "by:SCORE:END" with any score, or "semdedup:EMBEDDING".

    InputError if it is none of them.
    """
    if name.startswith(PREFIX):
        return score_strategy(name)
    if name.startswith(ON):
        return duplicates_on(name.removeprefix(ON))
    require_one_of(name, STRATEGIES, "pruning strategy", field="strategy")
    return STRATEGIES[name]
