"""What is forecast of a pruning plan, beside random plans of the same size, and what to make of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from lpntk.domain.evaluation import RANDOM
from lpntk.domain.forecast import HeldOut, judges_in_words

_FEW_JUDGES = 200
RANDOM_PLANS = 10
"""How many random plans a plan is compared with: by the seeds 0, 1, 2, …"""


class Standing(StrEnum):
    """Where a forecast lies: above the random plans' forecasts, among them, or below all of them."""

    BETTER = "better"
    AS_RANDOM = "as random"
    WORSE = "worse"


@dataclass(frozen=True)
class PlanForecast:
    """Of so many held-out samples, how many the linearised model has right that learns what a plan keeps.

    Attributes
    ----------
    strategy, keep, seed
        Which plan.
    right, samples
        How many of how many.
    """

    strategy: str
    keep: float
    seed: int
    right: int
    samples: int

    @property
    def accuracy(self) -> float:
        """The share that is right, in [0, 1]."""
        return self.right / self.samples


@dataclass(frozen=True)
class Band:
    """What is forecast of some random plans of one size: the lowest, the mean and the highest accuracy."""

    low: float
    mean: float
    high: float
    plans: int


@dataclass(frozen=True)
class Outlook:
    """What is forecast of one plan, and what it is compared with.

    Attributes
    ----------
    strategy, keep, seed
        Which plan.
    accuracy, full
        The forecast share of held-out samples that are right, in [0, 1]: by what the plan keeps, by all.
    random
        Of random plans of the same size.
    held_out, samples
        Who judges.
    """

    strategy: str
    keep: float
    seed: int
    accuracy: float
    full: float
    random: Band
    held_out: HeldOut
    samples: int

    @property
    def standing(self) -> Standing:
        """Above, among or below the random plans. A random plan is as random, wherever it lies."""
        if self.strategy == RANDOM:
            return Standing.AS_RANDOM
        if self.accuracy > self.random.high:
            return Standing.BETTER
        return Standing.WORSE if self.accuracy < self.random.low else Standing.AS_RANDOM

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, with what is made of them but for the sentence."""
        return {
            **asdict(self),
            "standing": self.standing,
            "warning": self.warning,
            "note": self.note,
        }

    @property
    def sentence(self) -> str:
        """What is forecast, and what to do."""
        points = 100 * (self.accuracy - self.full)
        than_all = (
            "the same as the full set"
            if abs(points) < 0.05
            else f"{abs(points):.1f} points {'above' if points > 0 else 'below'} the full set"
        )
        band = f"{100 * self.random.low:.1f} to {100 * self.random.high:.1f} %"
        what = {
            Standing.BETTER: f"better than each of {self.random.plans} random plans ({band})",
            Standing.AS_RANDOM: f"as random ({band}): a random choice does as well",
            Standing.WORSE: f"worse than each of {self.random.plans} random plans ({band}): choose another "
            "strategy, or keep more",
        }[self.standing]
        if self.strategy == RANDOM:
            what = f"{self.random.plans} random plans lie between {band.replace(' to ', ' and ')}"
        return f"Forecast {100 * self.accuracy:.1f} %, {than_all}, {what}."

    @property
    def warning(self) -> str | None:
        """What a list of such a plan must carry; None where nothing speaks against it."""
        if self.standing is not Standing.WORSE:
            return None
        return (
            f"Training on what {self.strategy} keeps at {self.keep:g} is forecast to be worse than on as "
            f"many samples at random: {100 * self.accuracy:.1f} % against {100 * self.random.mean:.1f} %."
        )

    @property
    def note(self) -> str:
        """What such a number is worth."""
        few = ""
        if self.samples < _FEW_JUDGES:
            few = f" Each of so few samples is {100 / self.samples:.1f} points: give a test set of more."
        return (
            f"A forecast of the linearised model on {judges_in_words(self.held_out, self.samples)}; nothing "
            f"was retrained.{few}"
        )
