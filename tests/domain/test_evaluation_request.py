from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList, expected_rows


@given(st.sets(st.integers(0, 70_000) | st.integers(0, 2**62), min_size=1, max_size=300))
def test_a_list_packs_its_indices(indices):
    one = IndexList.of("mine", list(indices))
    assert one.indices.tolist() == sorted(indices)
    assert one.indices.dtype == np.int64


def test_a_list_of_many_is_short():
    assert len(IndexList.of("half", np.random.default_rng(0).permutation(60_000)[:30_000]).packed) < 16_000


@pytest.mark.parametrize("indices", [[], [-1, 2], [0.5]])
def test_what_is_no_index_is_refused(indices):
    with pytest.raises(InputError, match="holds no indices"):
        IndexList.of("mine", indices)


def test_a_request_is_what_json_has_words_for():
    request = EvaluationRequest.of(
        ["average-low"], [0.5, 0.8], 3, ["epochs", "updates"], [IndexList.of("mine", [3, 5])], "test"
    )
    assert EvaluationRequest.from_dict(json.loads(json.dumps(request.to_dict()))) == request


def test_the_same_asked_for_otherwise_is_the_same():
    one = EvaluationRequest.of(["b", "a", "b", "random", "full"], [0.5, 0.8, 0.5])
    assert one == EvaluationRequest.of(["b", "a"], [0.8, 0.5])
    assert one.keeps == (0.8, 0.5)


def test_full_and_random_always_stand_beside():
    request = EvaluationRequest.of(["x"], [0.5], 2, ["updates", "epochs"])
    arms = [(one.arm, one.keep, one.seed, one.schedule) for one in request.trainings(100)]
    assert arms == [
        (arm, keep, seed, schedule)
        for seed in (0, 1)
        for arm, keep, schedule in [
            ("full", 1.0, "updates"),
            ("random", 0.5, "updates"),
            ("random", 0.5, "epochs"),
            ("x", 0.5, "updates"),
            ("x", 0.5, "epochs"),
        ]
    ]


def test_a_list_has_a_random_companion_at_its_share():
    request = EvaluationRequest.of(lists=[IndexList.of("mine", [0, 1, 2])], seeds=1)
    assert [(one.arm, one.keep) for one in request.trainings(12)] == [
        ("full", 1.0),
        ("random like mine", 0.25),
        ("mine", 0.25),
    ]
    assert request.companions == {"mine": "random like mine"}


@given(
    st.sets(st.text("abc-", min_size=1, max_size=5), max_size=5),
    st.sets(st.floats(0.001, 0.999), min_size=1, max_size=5),
    st.integers(1, 4),
)
def test_every_training_has_a_name_of_its_own_that_can_be_stored(strategies, keeps, seeds):
    request = EvaluationRequest.of(strategies, keeps, seeds, ["updates", "epochs"])
    names = [one.name for one in request.trainings(1000)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 200


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "keeps"),
        ({"strategies": ["x"], "lists": [IndexList.of("mine", [1])]}, "keeps"),
        ({"keeps": [1.0]}, "keeps"),
        ({"keeps": [0.0]}, "keeps"),
        ({"keeps": [float("nan")]}, "keeps"),
        ({"keeps": [n / 20 for n in range(1, 14)]}, "keeps"),
        ({"keeps": [0.5], "seeds": 0}, "seeds"),
        ({"keeps": [0.5], "seeds": 21}, "seeds"),
        ({"keeps": [0.5], "seeds": 1.5}, "seeds"),
        ({"keeps": [0.5], "seeds": True}, "seeds"),
        ({"keeps": 0.5}, "keeps"),
        ({"keeps": ["half"]}, "keeps"),
        ({"keeps": [0.5], "strategies": "random"}, "strategies"),
        ({"keeps": [0.5], "strategies": [None]}, "strategies"),
        ({"keeps": [0.5], "schedules": "updates"}, "schedules"),
        ({"keeps": [0.5], "test": 5}, "test"),
        ({"keeps": [0.5], "schedules": []}, "schedules"),
        ({"keeps": [0.5], "schedules": ["steps"]}, "schedules"),
        ({"keeps": [0.5], "strategies": [f"s{n}" for n in range(25)]}, "strategies"),
        ({"keeps": [0.5], "strategies": ["x"], "lists": [IndexList.of("x", [1])]}, "lists"),
        ({"lists": [IndexList.of("random like x", [1])]}, "lists"),
        ({"lists": [IndexList.of("x", [1]), IndexList.of("x", [2])]}, "lists"),
        ({"lists": [IndexList.of(" ", [1])]}, "lists"),
        ({"lists": [IndexList.of("x" * 61, [1])]}, "lists"),
        ({"lists": [IndexList.of("a\nb", [1])]}, "lists"),
    ],
)
def test_what_cannot_be_is_refused(asked, field):
    with pytest.raises(InputError) as caught:
        EvaluationRequest.of(**asked)
    assert caught.value.field == field


def test_at_least_one_sample_is_expected():
    (_, random, *_) = EvaluationRequest.of(keeps=[0.001]).trainings(10)
    assert expected_rows(random, 10) == 1


def test_numbers_of_numpy_are_numbers():
    request = EvaluationRequest.of(["x"], np.array([0.5]), seeds=np.int64(2))
    assert json.loads(json.dumps(request.to_dict()))["seeds"] == 2
