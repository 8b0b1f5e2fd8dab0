"""How well forecasts of pruning plans agreed with retraining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_PLANS = 5
"""Of fewer, an order is an order by chance."""


@dataclass(frozen=True)
class Agreement:
    """Spearman's correlation between what was forecast of plans and what retraining on them gave.

    Attributes
    ----------
    plans
        How many plans were both forecast and retrained.
    correlation
        Over all of them, in [-1, 1]; None of fewer than `LEAST_PLANS`, or where one does not vary. A plan
        that keeps less is worse by either, so this is high more easily than `within`.
    within
        The mean over the shares that have so many plans of the correlation among the plans of that share;
        None where none has.
    """

    plans: int
    correlation: float | None
    within: float | None

    @property
    def sentence(self) -> str | None:
        """What they come to; None where too little was retrained to tell."""
        if self.correlation is None:
            return None
        text = (
            f"Of the {self.plans} plans of this analysis that were retrained, forecast and retraining give "
            f"much the same order (Spearman {self.correlation:.2f})"
            if self.correlation >= 0.7
            else f"Of the {self.plans} plans of this analysis that were retrained, forecast and retraining "
            f"give different orders (Spearman {self.correlation:.2f})"
        )
        if self.within is None:
            return f"{text}."
        trust = (
            "it tells strategies of one share apart"
            if self.within >= 0.5
            else "it hardly tells strategies of one share apart: believe the retraining"
        )
        return f"{text}; among plans of one share {self.within:.2f}: {trust}."


def agreement(pairs: Sequence[tuple[float, float, float]]) -> Agreement:
    """The agreement of (share, forecast accuracy, retrained accuracy) of some plans."""
    shares = sorted({keep for keep, _, _ in pairs})
    within = [_spearman([pair for pair in pairs if pair[0] == keep]) for keep in shares]
    known = [one for one in within if one is not None]
    return Agreement(len(pairs), _spearman(pairs), sum(known) / len(known) if known else None)


def _spearman(pairs: Sequence[tuple[float, float, float]]) -> float | None:
    forecasts, retrained = [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    if len(pairs) < LEAST_PLANS or len(set(forecasts)) == 1 or len(set(retrained)) == 1:
        return None
    from scipy.stats import spearmanr  # takes its time to import

    return float(spearmanr(forecasts, retrained).statistic)
