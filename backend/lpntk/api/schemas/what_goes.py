"""What a pruning plan drops, seen: who stays for whom, and how far plans agree."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lpntk.api.schemas.base import Answer, floats
from lpntk.pipeline.results.plan_overlap import PlanOverlap
from lpntk.pipeline.results.stand_ins import StandIn

MEMBERS_SHOWN = 24
ONLY_SHOWN = 200


class GoingOut(Answer):
    """A sample that goes, and its similarity to who stands for it; null where there is nobody."""

    index: int
    similarity: float | None


class StandInOut(Answer):
    """A sample that stays, for how many of its label it stands, and the most similar of those.

    `stands` is null for those of a class of which nobody is known that stays and is near.
    """

    stands: int | None
    label: int
    count: int
    members: list[GoingOut]


class WhatGoesOut(Answer):
    """Who stays for whom, those who stand for most first.

    `groups` are those from `offset` on, of `total`. Of the `going` samples nobody stands for `alone`.
    """

    total: int
    offset: int
    going: int
    alone: int
    groups: list[StandInOut]


class ClassDifferenceOut(Answer):
    """How many samples of one class only the first plan drops, and only the second."""

    label: int
    only_first: int
    only_second: int


class PlanOverlapOut(Answer):
    """Plans of one share beside each other.

    `overlap` holds, for each two, of the samples that either drops the share that both drop; `expected` is
    what two random plans would have. What only one of the first two drops is given up to 200 samples, those
    that go first at the front; the counts are of all.
    """

    strategies: list[str]
    keep: float
    seed: int
    pruned: list[int]
    overlap: list[list[float]]
    expected: float
    only_first: list[int]
    only_second: list[int]
    only_first_count: int
    only_second_count: int
    per_class: list[ClassDifferenceOut]
    words: str


def what_goes_out(groups: Sequence[StandIn], offset: int, limit: int) -> WhatGoesOut:
    """The answer for who stays for whom."""
    return WhatGoesOut(
        total=len(groups),
        offset=offset,
        going=sum(len(group.members) for group in groups),
        alone=sum(len(group.members) for group in groups if group.stands is None),
        groups=[_stand_in_out(group) for group in groups[offset : offset + limit]],
    )


def _stand_in_out(group: StandIn) -> StandInOut:
    shown = zip(group.members[:MEMBERS_SHOWN].tolist(), floats(group.similarity[:MEMBERS_SHOWN]), strict=True)
    return StandInOut(
        stands=group.stands,
        label=group.label,
        count=len(group.members),
        members=[
            GoingOut(index=index, similarity=None if math.isnan(similarity) else similarity)
            for index, similarity in shown
        ],
    )


def plan_overlap_out(found: PlanOverlap) -> PlanOverlapOut:
    """The answer for plans beside each other."""
    differing = np.flatnonzero(found.per_class.any(axis=1)).tolist()
    return PlanOverlapOut.of(
        found,
        only_first=found.only_first[:ONLY_SHOWN].tolist(),
        only_second=found.only_second[:ONLY_SHOWN].tolist(),
        only_first_count=len(found.only_first),
        only_second_count=len(found.only_second),
        per_class=[
            ClassDifferenceOut(
                label=label,
                only_first=int(found.per_class[label, 0]),
                only_second=int(found.per_class[label, 1]),
            )
            for label in differing
        ],
        words=found.words,
    )
