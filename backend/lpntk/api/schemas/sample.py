"""One sample and its neighbours: what a click opens."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer


class NeighbourOut(Answer):
    """A neighbour: its index, label and similarity in [-1, 1] to the sample that was asked about."""

    index: int
    label: int
    similarity: float


class NeighboursOut(Answer):
    """The neighbours by relation, the strongest first."""

    interchangeable: list[NeighbourOut]
    unrelated: list[NeighbourOut]
    contradictory: list[NeighbourOut]


class PartnersOut(Answer):
    """How many others a sample has of a relation, at its default threshold.

    `count` is the number or the best guess, which is within `low` and `high` in 95 of 100 cases; all three
    are the same where it was counted. `listed` says how many neighbours can be asked for; `reach` is the
    similarity of the last of them, which no other passes; null where not all others were searched.

    At another threshold: where `reach` does not hold, and one of the neighbours in the answer does not or all
    that are listed are in it, the count is how many of those in the answer hold. Else it is N h / m with h of
    the m compared in bins whose middle holds, of N others, with Wilson's interval: n = m (N - 1) / (N - m),
    p = h / m, z = 1.96, (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n) times N, rounded
    outwards; at least h and how many in the answer hold, and at most N - (m - h). Where m = N it is h.
    """

    count: int
    low: int
    high: int
    listed: int
    reach: float | None


class PartnersByRelationOut(Answer):
    """How many there are, by relation."""

    interchangeable: PartnersOut
    unrelated: PartnersOut
    contradictory: PartnersOut


class SampleOut(Answer):
    """One sample.

    `scores` holds every score that the analysis has, by its name; null where it is not known, 1 and 0 for
    yes and no. `own` holds what a person's own columns say of it, numbers or names of groups. `histogram`
    counts the samples that it was compared with, by similarity in equal bins over [-1, 1]: they are
    `compared` of all `others`, drawn at random where they are fewer. `class_means` is the mean similarity
    to the other samples of each class, null where there are none. `exact` says whether the neighbours are
    ranked by the kernel itself, not by its sketch; `can_be_ranked` that they are not yet, and could be.
    """

    index: int
    label: int
    predicted: int
    head: int
    head_similarity: float | None
    location: str | None
    scores: dict[str, float | None]
    own: dict[str, float | str | None]
    neighbours: NeighboursOut
    partners: PartnersByRelationOut
    histogram: list[int]
    compared: int
    others: int
    class_means: list[float | None]
    exact: bool
    can_be_ranked: bool
