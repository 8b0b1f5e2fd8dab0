"""What the others say of a label, and what would change."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.dependencies import MAX_IDENTIFIER
from lpntk.api.schemas.base import Answer
from lpntk.domain.agreement import Agreement
from lpntk.domain.forecast import Forecast

MAX_CHANGES = 1_000_000
TURNED_AT_MOST = 200


class WitnessOut(Answer):
    """A sample whose label counts with this weight: its index and label."""

    index: int
    label: int
    weight: float


class ClassEvidenceOut(Answer):
    """The samples of one class that weigh most, the strongest first."""

    label: int
    evidence: list[WitnessOut]


class EvidenceOut(Answer):
    """What the others say of a sample's label.

    `suggested` is the best class other than the label, and `margin` by how much the others prefer it: below 0
    they agree with the label. `prediction` is the left-out prediction, of labels as one-hot less 1/K;
    `support` the sum of the weights of each class's samples. `classes` names who weighs most, of the
    suggested class and of the given one.
    """

    index: int
    given: int
    suggested: int
    margin: float
    ridge: float
    method: str
    prediction: list[float]
    probabilities: list[float]
    support: list[float]
    classes: list[ClassEvidenceOut]


Index = Annotated[int, Field(ge=0, le=MAX_IDENTIFIER)]


class RelabelIn(BaseModel):
    """Another label for a sample."""

    model_config = ConfigDict(extra="forbid")

    index: Index
    label: Annotated[int, Field(ge=0, le=MAX_IDENTIFIER)]


class ChangesIn(BaseModel):
    """Samples that go, by index, and other labels."""

    model_config = ConfigDict(extra="forbid")

    remove: list[Index] = Field(default=[], max_length=MAX_CHANGES)
    relabel: list[RelabelIn] = Field(default=[], max_length=MAX_CHANGES)


class TurnedOut(Answer):
    """A held-out sample whose prediction turns; `index` is null in a test set."""

    index: int | None
    position: int
    label: int
    before: int
    after: int


class ClassForecastOut(Answer):
    """Of the held-out samples of one class: how many, and the shares that are right (null without any)."""

    label: int
    samples: int
    before: float | None
    after: float | None


class ForecastOut(Answer):
    """What the linearised model says of held-out samples, before and after a change.

    `held_out` says of which: a test set, what training held out, or a tenth that is drawn. `classifier` is
    the classifier's own accuracy on them, null where it was trained on them. `turned` holds at most 200 of
    the `turned_total` whose prediction turns, those that get worse first. `note` says what such numbers are
    worth, and `agreement` how well they agreed with retraining, null where too little was retrained to tell.
    """

    held_out: str
    samples: int
    before: float
    after: float
    classifier: float | None
    removed: int
    relabelled: int
    held_out_changed: int
    gained: int
    lost: int
    turned: list[TurnedOut]
    turned_total: int
    classes: list[ClassForecastOut]
    note: str
    agreement: str | None


def forecast_out(forecast: Forecast, retrained: Agreement) -> ForecastOut:
    """The answer for a forecast."""
    turned = [TurnedOut.of(one) for one in forecast.turned[:TURNED_AT_MOST]]
    total = len(forecast.turned)
    return ForecastOut.of(forecast, turned=turned, turned_total=total, agreement=retrained.sentence)
