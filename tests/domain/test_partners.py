"""Counts of partners: what is listed, what was counted, and the interval of an estimate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from lpntk.domain import HISTOGRAM_BINS, RULES, Relation
from lpntk.domain.partners import PartnerCounts, count_partners

RULE = RULES[Relation.INTERCHANGEABLE]
HOLDING, NOT_HOLDING = 95, 10


def histograms(found: np.ndarray, compared: int) -> np.ndarray:
    """(n, HISTOGRAM_BINS) int64 of samples of which so many were found among those compared."""
    counts = np.zeros((len(found), HISTOGRAM_BINS), dtype=np.int64)
    counts[:, HOLDING] = found
    counts[:, NOT_HOLDING] = compared - found
    return counts


def counted(found: np.ndarray, compared: int, others: int, listed: int = 0) -> PartnerCounts:
    """The counts where so many are listed, all of which hold."""
    return count_partners(
        RULE,
        None,
        listed=np.full((len(found), listed), 0.9),
        is_whole=True,
        reach=np.full(len(found), 0.9 if listed else np.nan),
        histogram=histograms(found, compared),
        others=others,
    )


@given(st.data())
def test_the_interval_covers_the_truth(data: st.DataObject) -> None:
    others = data.draw(st.integers(50, 2000), "others")
    compared = data.draw(st.integers(50, others), "compared")
    truth = data.draw(st.integers(0, others), "truth")
    listed = data.draw(st.integers(0, min(truth, 100)), "listed")
    found = np.arange(max(0, compared - (others - truth)), min(compared, truth) + 1)
    chance = hypergeom(others, truth, compared).pmf(found)

    counts = counted(found, compared, others, listed)

    covered = chance[(counts.low <= truth) & (truth <= counts.high)].sum()
    assert covered > 0.9
    assert (counts.low <= counts.count).all()
    assert (counts.count <= counts.high).all()
    assert (counts.low >= np.maximum(listed, found)).all()
    assert (counts.high <= np.maximum(others - (compared - found), listed)).all()
    if compared == others:
        assert (counts.low == counts.high).all()
        assert counts.count.tolist() == [truth]


@given(st.integers(0, 20), st.integers(0, 30))
def test_a_list_that_reaches_past_the_threshold_is_the_count(holding: int, found: int) -> None:
    listed = np.concatenate([np.full(holding, 0.85), np.full(21 - holding, 0.5)])[None]
    histogram = histograms(np.array([found]), 100)
    counts = count_partners(
        RULE, None, listed=listed, is_whole=True, reach=[0.5], histogram=histogram, others=1000
    )
    assert counts.count == counts.low == counts.high == holding
    # The beginning of the list does as well, if it goes so far.
    part = count_partners(
        RULE,
        None,
        listed=listed[:, :holding],
        is_whole=False,
        reach=[0.5],
        histogram=histogram,
        others=1000,
    )
    assert part.low < part.high
    assert part.low >= holding


def test_a_threshold_may_move() -> None:
    listed = np.array([[0.9, 0.7, 0.6]])
    histogram = np.zeros((1, HISTOGRAM_BINS), dtype=np.int64)
    histogram[0, [95, 85, 80, 79]] = (1, 1, 1, 7)
    for threshold, expected in ((0.8, 1), (0.65, 2), (0.58, 10)):
        counts = count_partners(
            RULE, threshold, listed=listed, is_whole=True, reach=[0.6], histogram=histogram, others=10
        )
        assert counts.count.tolist() == [expected]


@pytest.mark.parametrize("relation", list(Relation))
def test_where_all_were_compared_it_is_what_the_similarities_say(relation: Relation) -> None:
    rng = np.random.default_rng(0)
    c = rng.uniform(-1, 1, (5, 300))
    histogram = np.stack([np.histogram(row, np.linspace(-1, 1, HISTOGRAM_BINS + 1))[0] for row in c])
    counts = count_partners(
        RULES[relation],
        None,
        listed=np.empty((5, 0)),
        is_whole=True,
        reach=np.full(5, np.nan),
        histogram=histogram,
        others=300,
    )
    assert counts.count.tolist() == RULES[relation].holds(c).sum(axis=1).tolist()
    assert (counts.low == counts.high).all()
