"""What each strategy keeps, against its description."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk import prune
from lpntk.structure import farthest_point_clusters
from support.matrices import cosine, gaussian_kernel_of, labelled_matrices, nearest, summary_of
from support.shares import apportioned

shares = st.floats(0.01, 1.0)


def test_random_depends_on_the_seed_and_on_nothing_else() -> None:
    labels = np.repeat([0, 1], 50)
    plans = [prune("random", 0.5, labels=labels, seed=seed) for seed in (0, 1)]
    assert not np.array_equal(plans[0].kept, plans[1].kept)
    assert plans[0].reasons[0] == "not among the 25 of 50 samples of class 0 that were drawn to stay"


def test_random_draws_everybody_alike() -> None:
    labels = np.zeros(10, dtype=int)
    stays = np.zeros(10)
    for seed in range(300):
        stays[prune("random", 0.5, labels=labels, seed=seed).kept] += 1
    assert stays.min() > 110
    assert stays.max() < 190


@given(labelled_matrices(), shares)
def test_self_max_keeps_self_max_samples_where_a_class_has_any(drawn: tuple, keep: float) -> None:
    matrix, labels = drawn
    summary = summary_of(matrix, labels)
    plan = prune("self-max", keep, labels=labels, summary=summary)
    for label in np.unique(labels):
        stay = plan.kept[labels[plan.kept] == label]
        assert summary.self_max[stay].all() or not summary.self_max[labels == label].any()
    for row, reason in zip(plan.pruned, plan.reasons, strict=True):
        assert reason.startswith("not among") == summary.self_max[row]


def test_self_max_drops_the_others_even_when_all_are_to_stay() -> None:
    matrix = np.array([[4, 1, 3.5], [1, 4, 1], [3.5, 1, 3.2]])
    plan = prune("self-max", 1.0, labels=[0, 0, 0], matrix=matrix)
    assert plan.kept.tolist() == [0, 1]
    assert plan.reasons == ("not self-max: it resembles another sample more than itself",)


@given(labelled_matrices(), st.sampled_from(["self-max", "average-high", "average-low"]), shares)
def test_a_matrix_stands_in_for_a_summary(drawn: tuple, strategy: str, keep: float) -> None:
    matrix, labels = drawn
    by_matrix = prune(strategy, keep, labels=labels, matrix=matrix)
    by_summary = prune(strategy, keep, labels=labels, summary=summary_of(matrix, labels))
    np.testing.assert_allclose(by_matrix.score, by_summary.score, atol=1e-6)
    if strategy == "self-max":
        np.testing.assert_array_equal(by_matrix.order, by_summary.order)


def test_a_matrix_of_many_blocks_stands_in_for_a_summary() -> None:
    matrix, labels = gaussian_kernel_of(700, 2)
    similarity = cosine(matrix)
    same = (labels[:, None] == labels) & ~np.eye(700, dtype=bool)
    expected = np.where(same, similarity, 0).sum(axis=1) / same.sum(axis=1)
    np.testing.assert_allclose(
        prune("average-high", 0.5, labels=labels, matrix=matrix).score, expected, atol=1e-6
    )
    plan = prune("self-max", 1.0, labels=labels, matrix=matrix)
    np.testing.assert_array_equal(plan.kept, np.flatnonzero(matrix.diagonal() >= matrix.max(axis=1)))


@pytest.mark.parametrize(("strategy", "sign"), [("average-high", 1), ("average-low", -1)])
def test_average_keeps_the_extremes(strategy: str, sign: int) -> None:
    matrix, labels = gaussian_kernel_of(60, 3, seed=2)
    own = summary_of(matrix, labels).class_means[np.arange(60), labels]
    plan = prune(strategy, 0.3, labels=labels, matrix=matrix)
    for label in range(3):
        rows = np.flatnonzero(labels == label)
        best = rows[np.argsort(-sign * own[rows])][:6]
        assert set(best) == set(plan.kept[labels[plan.kept] == label])
    word = {1: "at least", -1: "at most"}[sign]
    first = plan.pruned[0]
    stay = plan.kept[labels[plan.kept] == labels[first]]
    bound = sign * min(sign * own[stay])
    assert plan.reasons[0] == (
        f"mean similarity to its class is {own[first]:.2f}; those that stay have {word} {bound:.2f}"
    )


def test_a_class_of_one_has_no_mean_and_stays() -> None:
    matrix, _ = gaussian_kernel_of(4, 1)
    plan = prune("average-low", 0.4, labels=[0, 1, 0, 0], matrix=matrix)
    assert 1 in plan.kept
    assert np.isnan(plan.score[1])


@given(labelled_matrices(), shares)
def test_fpc_heads_keeps_the_heads(drawn: tuple, keep: float) -> None:
    matrix, labels = drawn
    plan = prune("fpc-heads", keep, labels=labels, matrix=matrix)
    clusters = farthest_point_clusters(matrix, labels, heads=apportioned(keep, sizes_of(labels)))
    assert plan.kept.tolist() == sorted(clusters.heads.tolist())


@given(labelled_matrices(), shares, st.integers(0, 3))
def test_fpc_random_keeps_one_of_each_cluster(drawn: tuple, keep: float, seed: int) -> None:
    matrix, labels = drawn
    plan = prune("fpc-random", keep, labels=labels, matrix=matrix, seed=seed)
    clusters = farthest_point_clusters(matrix, labels, heads=apportioned(keep, sizes_of(labels)))
    assert sorted(clusters.assignment[plan.kept]) == list(range(len(clusters.heads)))


def test_fpc_random_does_not_only_keep_heads() -> None:
    matrix, labels = gaussian_kernel_of(40, 2)
    kept = [set(prune("fpc-random", 0.2, labels=labels, matrix=matrix, seed=s).kept) for s in range(5)]
    assert len(set().union(*kept)) > len(kept[0])


def sizes_of(labels: np.ndarray) -> list[int]:
    return np.unique(labels, return_counts=True)[1].tolist()


def literal_thinning(matrix: np.ndarray, labels: np.ndarray, clusters: object, keep: float) -> set[int]:
    """Drop from the largest cluster what is most like its head until the share is met; then from the next."""
    dropped: set[int] = set()
    sizes = sizes_of(labels)
    for label, size, stay in zip(np.unique(labels), sizes, apportioned(keep, sizes), strict=True):
        to_drop = size - stay
        positions = [p for p, head in enumerate(clusters.heads) if labels[head] == label]
        for position in sorted(positions, key=lambda p: (-clusters.sizes()[p], p)):
            head = clusters.heads[position]
            members = [row for row in np.flatnonzero(clusters.assignment == position) if row != head]
            members.sort(key=lambda row: (-matrix[head, row], row))
            dropped.update(members[:to_drop])
            to_drop -= len(members[:to_drop])
        for position in reversed(positions[len(positions) - to_drop :]):
            dropped.add(clusters.heads[position])
    return dropped


@given(labelled_matrices(), shares, st.integers(1, 5))
def test_fpc_largest_thins_the_largest_clusters(drawn: tuple, keep: float, heads: int) -> None:
    matrix, labels = drawn
    clusters = farthest_point_clusters(matrix, labels, heads=heads)
    plan = prune("fpc-largest", keep, labels=labels, clustering=clusters)
    assert set(plan.pruned) == literal_thinning(matrix, labels, clusters, keep)


def test_fpc_largest_makes_its_own_clusters_from_a_matrix() -> None:
    matrix, labels = gaussian_kernel_of(60, 2)
    clusters = farthest_point_clusters(matrix, labels)
    own = prune("fpc-largest", 0.6, labels=labels, matrix=matrix)
    np.testing.assert_array_equal(
        own.order, prune("fpc-largest", 0.6, labels=labels, clustering=clusters).order
    )


@pytest.mark.parametrize("strategy", ["fpc-heads", "fpc-random", "fpc-largest"])
def test_reasons_tell_the_cosine(strategy: str) -> None:
    matrix, labels = gaussian_kernel_of(60, 2, seed=5, width=2)
    plan = prune(strategy, 0.4, labels=labels, matrix=matrix, indices=np.arange(60) + 500)
    similarity = cosine(matrix)
    for index, reason in zip(plan.pruned - 500, plan.reasons, strict=True):
        (other,), (number,) = re.findall(r"\b5\d\d\b", reason), re.findall(r"-?\d\.\d\d", reason)
        expected = similarity[index, int(other) - 500]
        assert float(number) == pytest.approx(expected, abs=0.00501)
        assert reason.startswith("interchangeable") == (expected >= 0.8)


def test_only_similar_samples_are_called_interchangeable() -> None:
    matrix = np.array([[4.0, 1], [1, 2]])
    plan = prune("fpc-heads", 0.5, labels=[0, 0], matrix=matrix)
    assert plan.reasons == ("represented by 0 (similarity 0.35), the head of its cluster, which stays",)


def test_reasons_do_without_a_cosine_where_only_clusters_are_known() -> None:
    matrix, labels = gaussian_kernel_of(20, 1)
    clusters = farthest_point_clusters(matrix, labels)
    summary = summary_of(matrix, labels)
    bare = prune("fpc-largest", 0.9, labels=labels, clustering=clusters)
    assert re.fullmatch(r"represented by \d+, the head of its cluster of \d+, which stays", bare.reasons[0])
    known = prune("fpc-largest", 0.9, labels=labels, clustering=clusters, summary=summary)
    with_matrix = prune("fpc-largest", 0.9, labels=labels, clustering=clusters, matrix=matrix)
    assert known.reasons == with_matrix.reasons
    assert re.match(r"(interchangeable|represented).*\d\.\d\d", known.reasons[0])


def test_samples_without_a_gradient_resemble_none() -> None:
    plan = prune("fpc-heads", 0.3, labels=[0, 0, 0], matrix=np.diag([1.0, 0, 0]))
    assert plan.kept.tolist() == [0]
    assert plan.reasons[0] == "represented by 0 (similarity 0.00), the head of its cluster, which stays"


def test_nearest_neighbours_of_a_twin_are_what_goes() -> None:
    """Two copies of every sample: half can go, and for each that goes its twin stays."""
    single, _ = gaussian_kernel_of(12, 1, width=12)
    matrix = np.kron(cosine(single), np.ones((2, 2)))
    plan = prune("fpc-heads", 0.5, labels=np.zeros(24, dtype=int), matrix=matrix)
    assert sorted(plan.kept // 2) == list(range(12))
    assert nearest(cosine(matrix), 1).rows[plan.pruned[0], 0] in plan.kept
