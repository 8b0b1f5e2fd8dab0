"""What a person should know of a plan's total."""

from __future__ import annotations

from lpntk.domain import PruningPlan
from lpntk.domain.arrays import count_of_share
from lpntk.pruning.registry import STRATEGIES


def total_note(plan: PruningPlan) -> str | None:
    """Why another number of samples stays than was asked for; None where it is that number."""
    if plan.is_by_hand:
        return f"{len(plan.stay):,} samples stay and {len(plan.go):,} go by hand, whatever the strategy says."
    return share_note(plan.strategy, plan.keep, len(plan.order), len(plan.kept))


def share_note(strategy: str, keep: float, total: int, stay: int) -> str | None:
    """As `total_note`, of a plan that was not written down.

    Parameters
    ----------
    strategy, keep
        The strategy's name, and the share that was asked for.
    total, stay
        How many samples there are, and how many stay.
    """
    asked = count_of_share(keep, total)
    if stay == asked or strategy not in STRATEGIES:
        return None
    share_of = STRATEGIES[strategy].share_of
    why = (
        "every class keeps at least one"
        if share_of is None
        else f"the share is of the {share_of}, and all others go"
    )
    verb = "was" if asked == 1 else "were"
    return f"{asked:,} of {total:,} samples {verb} asked for, and {stay:,} stay: {why}."
