"""A plan in which a person has a say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.domain import InputError, NotFoundError, PruningPlan
from lpntk.domain.pruning import DROPPED_BY_HAND

INDICES = np.arange(30) * 2 + 5


def plan() -> PruningPlan:
    return prune("random", 0.6, labels=np.arange(30) % 3, indices=INDICES)


SOME = st.lists(st.sampled_from(INDICES.tolist()))


@given(SOME, SOME)
def test_what_is_said_by_hand_counts_and_else_the_strategy(stay: list[int], go: list[int]) -> None:
    go = [index for index in go if index not in stay]
    before = plan()
    after = before.by_hand(stay, go)
    assert after.stay.tolist() == sorted(set(stay))
    assert after.go.tolist() == sorted(set(go))
    assert after.is_by_hand == bool(stay or go)
    assert set(after.kept) == (set(before.kept) | set(stay)) - set(go)
    assert sorted([*after.kept, *after.pruned]) == sorted(after.order) == INDICES.tolist()
    assert (np.diff(after.kept) > 0).all()
    assert (np.diff(after.pruned) > 0).all()
    assert set(after.order[: len(after.pruned)]) == set(after.pruned)
    assert set(after.order[: len(set(go))]) == set(go)
    assert set(after.order[len(after.order) - len(set(stay)) :]) == set(stay)
    others = [index for index in before.order.tolist() if index not in (*stay, *go)]
    assert [index for index in after.order.tolist() if index not in (*stay, *go)] == others
    reasons = dict(zip(before.pruned.tolist(), before.reasons, strict=True))
    for index, reason in zip(after.pruned.tolist(), after.settled().reasons, strict=True):
        assert reason == (DROPPED_BY_HAND if index in go else reasons[index])
    assert after.why(after.pruned.tolist()) == list(after.reasons)


def test_a_sample_cannot_stay_and_go() -> None:
    with pytest.raises(InputError, match="Sample 9 is to stay and to go") as caught:
        plan().by_hand([5, 9], [9])
    assert caught.value.field == "go"


@pytest.mark.parametrize("lists", [([6], []), ([], [6])])
def test_a_sample_that_there_is_not(lists: tuple[list[int], list[int]]) -> None:
    with pytest.raises(NotFoundError, match="There is no sample 6"):
        plan().by_hand(*lists)
