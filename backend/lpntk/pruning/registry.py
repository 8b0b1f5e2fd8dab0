"""All strategies, by name."""

from __future__ import annotations

from lpntk.pruning.average import average_high, average_low
from lpntk.pruning.chance import random
from lpntk.pruning.farthest_point import fpc_heads, fpc_largest, fpc_random
from lpntk.pruning.self_max import self_max
from lpntk.pruning.strategy import Strategy

STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy
    for strategy in (random, self_max, fpc_heads, fpc_random, fpc_largest, average_high, average_low)
}
