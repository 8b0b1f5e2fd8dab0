"""When a similarity counts as a relation: the one rule, for numbers, arrays and tensors."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import RULES, Relation

similarities = st.floats(-1, 1, width=32)


def test_every_relation_has_a_rule() -> None:
    assert list(RULES) == list(Relation)
    assert all(rule.relation is relation for relation, rule in RULES.items())


@pytest.mark.parametrize(
    ("relation", "holds", "holds_not"),
    [
        (Relation.INTERCHANGEABLE, [0.8, 1.0], [0.79, 0.0, -1.0]),
        (Relation.UNRELATED, [0.0, 0.1, -0.1], [0.11, -0.11, 1.0]),
        (Relation.CONTRADICTORY, [-0.3, -1.0], [-0.29, 0.0, 1.0]),
    ],
)
def test_the_defaults(relation: Relation, holds: list[float], holds_not: list[float]) -> None:
    assert all(RULES[relation].holds(c) for c in holds)
    assert not any(RULES[relation].holds(c) for c in holds_not)


def test_a_person_moves_a_threshold() -> None:
    assert RULES[Relation.UNRELATED].holds(0.5, 0.6)
    assert not RULES[Relation.INTERCHANGEABLE].holds(0.8, 0.9)
    assert RULES[Relation.CONTRADICTORY].holds(0.2, 0.3)


@given(st.lists(similarities, min_size=1, max_size=20), st.sampled_from(list(Relation)))
def test_numbers_arrays_and_tensors_agree(values: list[float], relation: Relation) -> None:
    rule = RULES[relation]
    array = np.array(values, dtype=np.float32)

    one_by_one = [rule.strength(value) for value in array.tolist()]

    np.testing.assert_array_equal(rule.strength(array), np.array(one_by_one, dtype=np.float32))
    np.testing.assert_array_equal(rule.strength(torch.from_numpy(array)).numpy(), rule.strength(array))
    exact = array.astype(np.float64)  # in float32 a threshold such as 0.1 is another number
    assert rule.holds(exact).tolist() == [rule.holds(value) for value in array.tolist()]


@given(similarities, similarities, st.sampled_from(list(Relation)))
def test_what_is_stronger_holds_where_the_weaker_does(one: float, other: float, relation: Relation) -> None:
    rule = RULES[relation]
    weaker, stronger = sorted((one, other), key=rule.strength)
    assert rule.holds(stronger) or not rule.holds(weaker)
