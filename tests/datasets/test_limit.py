"""A limit keeps the classes' shares; it is tested through an archive, where labels are free to choose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.datasets import open_dataset
from lpntk.datasets.limit import class_counts, stratified_indices
from lpntk.domain import DataSettings, InputError

class_sizes = st.lists(st.integers(1, 400), min_size=2, max_size=12)


@st.composite
def labels_and_limit(draw):
    sizes = draw(class_sizes)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    np.random.default_rng(draw(st.integers(0, 99))).shuffle(labels)
    return labels, draw(st.integers(len(sizes), len(labels)))


@given(labels_and_limit(), st.integers(0, 2**32 - 1))
def test_choice_is_ascending_and_of_the_size_asked_for(case, seed):
    labels, limit = case
    indices = stratified_indices(labels, limit, seed=seed)
    assert len(indices) == limit
    assert (np.diff(indices) > 0).all()
    assert set(labels[indices]) == set(labels)


@given(class_sizes, st.data())
def test_every_class_keeps_its_share_to_within_one_unless_it_was_lifted_to_one(sizes, data):
    sizes = np.array(sizes)
    total = data.draw(st.integers(len(sizes), sizes.sum()))
    counts = class_counts(sizes, total)
    share = sizes * total / sizes.sum()
    assert counts.sum() == total
    assert (counts >= 1).all()
    assert (counts <= sizes).all()
    assert (counts < share + 1).all() or (share < 1).any()
    if (share >= 1).all():
        assert (np.abs(counts - share) < 1).all()


@given(labels_and_limit(), st.integers(0, 99))
def test_same_seed_same_choice(case, seed):
    labels, limit = case
    first, second = (stratified_indices(labels, limit, seed=seed) for _ in range(2))
    assert first.tolist() == second.tolist()


def test_a_larger_limit_adds_to_the_smaller_one():
    labels = np.repeat(np.arange(5), 40)
    small, large = (set(stratified_indices(labels, limit, seed=3).tolist()) for limit in (50, 100))
    assert small < large


def test_another_seed_is_another_choice():
    labels = np.repeat(np.arange(5), 40)
    assert stratified_indices(labels, 50, seed=1).tolist() != stratified_indices(labels, 50, seed=2).tolist()


def test_indices_stay_those_of_the_original():
    whole = open_dataset(DataSettings("digits"), seed=0)
    part = open_dataset(DataSettings("digits", limit=100), seed=0)
    assert len(part) == 100
    assert part.labels.tolist() == whole.labels[part.indices].tolist()
    assert (part.inputs[7] == whole.inputs[part.indices[7]]).all()


def test_limit_above_the_size_takes_all():
    assert len(open_dataset(DataSettings("digits", limit=5000), seed=0)) == 1797


def test_limit_below_the_number_of_classes_is_refused():
    with pytest.raises(InputError, match="limit is 9, but there are 10 classes") as caught:
        open_dataset(DataSettings("digits", limit=9), seed=0)
    assert caught.value.field == "limit"
