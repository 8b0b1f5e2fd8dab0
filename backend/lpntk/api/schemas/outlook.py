"""What is forecast of pruning plans."""

from __future__ import annotations

from collections.abc import Sequence

from lpntk.api.schemas.base import Answer
from lpntk.domain.agreement import Agreement
from lpntk.domain.plan_forecast import Outlook, Standing


class BandOut(Answer):
    """What is forecast of so many random plans of one size: lowest, mean and highest accuracy."""

    low: float
    mean: float
    high: float
    plans: int


class OutlookOut(Answer):
    """What is forecast of one plan: `standing` beside random plans, and a `sentence` on what to do.

    `warning` says what a list of such a plan must carry; null where nothing speaks against it.
    """

    keep: float
    accuracy: float
    random: BandOut
    standing: Standing
    sentence: str
    warning: str | None


class OutlooksOut(Answer):
    """What is forecast of a strategy at some shares.

    `full` is what is forecast of all samples; `held_out` says on which samples, of which there are `samples`,
    and `note` what such numbers are worth. `agreement` says how well they agreed with retraining, null where
    too little was retrained to tell.
    """

    strategy: str
    seed: int
    full: float
    held_out: str
    samples: int
    note: str
    agreement: str | None
    shares: list[OutlookOut]


def outlooks_out(found: Sequence[Outlook], retrained: Agreement) -> OutlooksOut:
    """The answer for the shares of one strategy."""
    return OutlooksOut.of(
        found[0], shares=[OutlookOut.of(one) for one in found], agreement=retrained.sentence
    )
