"""What would change without some samples, or with other labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lpntk.domain.short import Short

HeldOut = Literal["test", "validation", "drawn"]
"""What a forecast is judged on: a test set, what training held out, or a tenth that is drawn."""


def judges_in_words(held_out: HeldOut, samples: int) -> str:
    """Who judges, as the end of a sentence."""
    return {
        "test": f"the {samples:,} samples of the test set",
        "validation": f"the {samples:,} samples that training held out",
        "drawn": f"{samples:,} samples drawn at random, since training held none out",
    }[held_out]


@dataclass(frozen=True)
class Turned:
    """A held-out sample that would be predicted otherwise.

    Attributes
    ----------
    index
        Its index; None in a test set, whose samples have none here.
    position
        Its position in the test set, or its index again.
    label, before, after
        Its label, and what is predicted of it.
    """

    index: int | None
    position: int
    label: int
    before: int
    after: int


@dataclass(frozen=True)
class ClassForecast:
    """Of the held-out samples of one class: how many there are, and the shares that are right."""

    label: int
    samples: int
    before: float
    after: float


@dataclass(frozen=True, repr=False)
class Forecast(Short):
    """What the linearised model says of held-out samples, with all samples and after a change.

    Attributes
    ----------
    held_out, samples
        What it is judged on, and how many samples that are.
    before, after
        The share of them that is right, in [0, 1].
    classifier
        The share that the classifier itself has right; None where it was trained on them.
    removed, relabelled
        How many of the samples that are learnt from go, and get another label.
    held_out_changed
        How many of those that were to go or to get another label are held out: they judge all the same, by
        their new labels, and are learnt from neither before nor after.
    turned
        Those whose prediction turns, the ones that get worse first.
    gained, lost
        How many of them become right, and become wrong.
    classes
        Class by class.
    """

    held_out: HeldOut
    samples: int
    before: float
    after: float
    classifier: float | None
    removed: int
    relabelled: int
    held_out_changed: int
    turned: tuple[Turned, ...]
    gained: int
    lost: int
    classes: tuple[ClassForecast, ...]

    @property
    def note(self) -> str:
        """What such a number is worth, in a sentence or two."""
        of = judges_in_words(self.held_out, self.samples)
        own = "" if self.classifier is None else f", of which the classifier has {self.classifier:.1%} right"
        judges = ""
        if self.held_out_changed:
            judges = (
                f" Of the samples that change {self.held_out_changed:,} are held out: they judge as ever, "
                "before and after by the same labels, the new ones."
            )
        what = f"A forecast of the linearised model on {of}{own}"
        return f"{what}; nothing was retrained.{judges} {self._chance()}"

    def _chance(self) -> str:
        apart, both = self.gained - self.lost, self.gained + self.lost
        if not both:
            return "No prediction becomes right or wrong."
        counts = f"Right become {self.gained:,}, wrong {self.lost:,}"
        # McNemar's test: under no difference, gained - lost has the variance gained + lost.
        if apart**2 <= 4 * both:
            return f"{counts}: no more than chance would do."
        return f"{counts}: more than chance would do."
