"""Two samples beside each other."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer


class PairSampleOut(Answer):
    """One of two samples: what the classifier says of it, and what all others predict, as probabilities."""

    index: int
    label: int
    predicted: int
    probabilities: list[float]
    left_out: list[float]


class LayerShareOut(Answer):
    """A layer's part of kappa, and its share of it, which may be negative; null where kappa is 0."""

    name: str
    kappa: float
    share: float | None


class PairOut(Answer):
    """Two samples.

    `kappa` and `similarity` are null where neither matrix nor sketch is stored and they cannot be computed;
    `source` says what they are from: exact, computed for this, matrix or sketch. `layers` is in the model's
    order and sums to kappa; where it is empty, `why_not` says why it cannot be known, or `can_be_computed`
    that it is not known yet.
    """

    samples: list[PairSampleOut]
    kappa: float | None
    similarity: float | None
    source: str | None
    layers: list[LayerShareOut]
    why_not: str | None
    can_be_computed: bool
