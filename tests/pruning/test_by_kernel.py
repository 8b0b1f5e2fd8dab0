"""The strategies that go by the kernel's neighbours, distances and trees, against slow definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from lpntk import prune
from lpntk.pruning.graph import INFOMAX_ALPHA
from support.matrices import cosine, gaussian_kernel_of, summary_of
from support.scored import scores_of
from support.shares import apportioned

COUNT, CLASSES = 60, 3
shares = st.sampled_from([0.2, 0.35, 0.5, 0.8])
seeds = st.integers(0, 4)


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A kernel, labels, and the similarities within classes (elsewhere NaN)."""
    matrix, labels = gaussian_kernel_of(COUNT, CLASSES, seed=seed)
    c = cosine(matrix).astype(np.float64)
    c[labels[:, None] != labels] = np.nan
    np.fill_diagonal(c, np.nan)
    return matrix, labels, c


@given(keep=shares, seed=seeds)
def test_hierarchical_keeps_the_most_typical_of_each_group(keep: float, seed: int) -> None:
    matrix, labels, c = drawn(seed)
    plan = prune("hierarchical", keep, labels=labels, matrix=matrix)
    stay = apportioned(keep, np.bincount(labels).tolist())
    for label, count in zip(range(CLASSES), stay, strict=True):
        rows = np.flatnonzero(labels == label)
        distance = 1 - np.nan_to_num(c[np.ix_(rows, rows)], nan=1)
        tree = linkage(squareform(distance, checks=False), method="single")
        groups = fcluster(tree, count, criterion="maxclust")
        typical = np.nanmean(c[np.ix_(rows, rows)], axis=1)
        expected = [rows[groups == group][typical[groups == group].argmax()] for group in np.unique(groups)]
        assert sorted(expected) == plan.kept[labels[plan.kept] == label].tolist()


@given(keep=shares, seed=seeds)
def test_hierarchical_on_neighbours_is_that_on_the_matrix(keep: float, seed: int) -> None:
    matrix, labels, _ = drawn(seed)
    summary = summary_of(matrix, labels, neighbours=COUNT - 1)
    by_matrix = prune("hierarchical", keep, labels=labels, matrix=matrix)
    by_summary = prune("hierarchical", keep, labels=labels, summary=summary)
    np.testing.assert_array_equal(by_matrix.kept, by_summary.kept)


@given(keep=shares, seed=seeds)
def test_k_center_is_greedy_on_distances(keep: float, seed: int) -> None:
    matrix, labels, _ = drawn(seed)
    plan = prune("k-center", keep, labels=labels, matrix=matrix)
    squared = matrix.diagonal()[:, None] + matrix.diagonal() - 2.0 * matrix
    stay = apportioned(keep, np.bincount(labels).tolist())
    for label, count in zip(range(CLASSES), stay, strict=True):
        rows = np.flatnonzero(labels == label)
        own = squared[np.ix_(rows, rows)]
        centres = [int(own.mean(axis=1).argmin())]
        while len(centres) < count:
            centres.append(int(own[centres].min(axis=0).argmax()))
        assert sorted(rows[centres]) == plan.kept[labels[plan.kept] == label].tolist()


def test_k_center_takes_features_of_any_kind() -> None:
    features = np.random.default_rng(1).normal(size=(40, 5))
    labels = np.arange(40) % 2
    by_features = prune("k-center", 0.4, labels=labels, features=features)
    by_matrix = prune("k-center", 0.4, labels=labels, matrix=features @ features.T)
    np.testing.assert_array_equal(by_features.kept, by_matrix.kept)


@given(keep=shares, seed=seeds)
def test_semdedup_drops_who_is_most_like_one_before_it(keep: float, seed: int) -> None:
    matrix, labels, c = drawn(seed)
    plan = prune("semdedup", keep, labels=labels, matrix=matrix)
    mean = np.nanmean(c, axis=1)
    closest = np.full(COUNT, -np.inf)
    for row in range(COUNT):
        earlier = (labels == labels[row]) & (mean < mean[row])
        closest[row] = c[row, earlier].max(initial=-np.inf)
    for label in range(CLASSES):
        stay, go = (rows[labels[rows] == label] for rows in (plan.kept, plan.pruned))
        assert closest[stay].max() <= closest[go].min()
    np.testing.assert_allclose(plan.score, -closest, rtol=1e-5)


def scaled(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    found = np.empty(len(values))
    for label in np.unique(labels):
        own = values[labels == label]
        found[labels == label] = (own - own.min()) / (own.max() - own.min())
    return found


def picked(value: np.ndarray, labels: np.ndarray, lose: np.ndarray, *, share: bool) -> list[int]:
    """Pick the highest, let its neighbours lose, and so on: every sample in that order."""
    left, order = value.copy(), []
    while len(order) < len(left):
        free = np.setdiff1d(np.arange(len(left)), order)
        best = int(free[left[free].argmax()])
        order.append(best)
        left -= np.maximum(lose[best] * (left[best] if share else 1), 0)
    return order


def nearest(c: np.ndarray, k: int) -> np.ndarray:
    """(N, N) bool: who is among the k nearest of a sample."""
    order = np.argsort(-np.nan_to_num(c, nan=-2), axis=1)[:, :k]
    found = np.zeros(c.shape, dtype=bool)
    np.put_along_axis(found, order, True, axis=1)
    return found & ~np.isnan(c)


@given(keep=shares, seed=seeds)
def test_infomax_weighs_information_against_likeness(keep: float, seed: int) -> None:
    matrix, labels, c = drawn(seed)
    scores = scores_of(labels)
    plan = prune("infomax", keep, labels=labels, matrix=matrix, scores=scores)
    graph = nearest(c, 5)
    lose = np.where(graph | graph.T, 2 * INFOMAX_ALPHA * np.nan_to_num(c), 0)
    order = picked(scaled(scores["el2n"], labels), labels, lose, share=False)
    stay = apportioned(keep, np.bincount(labels).tolist())
    for label, count in zip(range(CLASSES), stay, strict=True):
        first = [row for row in order if labels[row] == label][:count]
        assert sorted(first) == plan.kept[labels[plan.kept] == label].tolist()


@given(keep=shares, seed=seeds)
def test_d2_passes_difficulty_along_the_graph(keep: float, seed: int) -> None:
    matrix, labels, c = drawn(seed)
    scores = scores_of(labels)
    plan = prune("d2", keep, labels=labels, matrix=matrix, scores=scores)
    graph = nearest(c, 10)
    weight = np.exp(-(2 - 2 * np.nan_to_num(c)))
    difficulty = scaled(-scores["aum"], labels)
    gathered = difficulty + np.where(graph, weight, 0) @ difficulty
    order = picked(gathered, labels, np.where(graph | graph.T, weight, 0), share=True)
    stay = apportioned(keep, np.bincount(labels).tolist())
    for label, count in zip(range(CLASSES), stay, strict=True):
        first = [row for row in order if labels[row] == label][:count]
        assert sorted(first) == plan.kept[labels[plan.kept] == label].tolist()


def test_kernel_strength_is_the_mean_absolute_kernel_to_the_class() -> None:
    matrix, labels, _ = drawn(0)
    same = (labels[:, None] == labels) & ~np.eye(COUNT, dtype=bool)
    expected = np.where(same, np.abs(matrix), 0).sum(axis=1) / same.sum(axis=1)
    plan = prune("ntk-norm", 0.5, labels=labels, matrix=matrix)
    np.testing.assert_allclose(plan.score, expected, rtol=1e-5)


def test_without_the_matrix_kernel_strength_is_what_lengths_and_angles_say() -> None:
    length = np.random.default_rng(3).uniform(1, 2, size=30)
    labels = np.arange(30) % 2
    matrix = 0.6 * np.outer(length, length)
    np.fill_diagonal(matrix, length**2)
    by_matrix = prune("ntk-norm", 0.5, labels=labels, matrix=matrix)
    by_summary = prune("ntk-norm", 0.5, labels=labels, summary=summary_of(matrix, labels))
    np.testing.assert_allclose(by_summary.score, by_matrix.score, rtol=1e-4)


@pytest.mark.parametrize("strategy", ["d2", "infomax", "semdedup"])
def test_a_summary_of_all_neighbours_says_what_the_matrix_does(strategy: str) -> None:
    matrix, labels, _ = drawn(2)
    scores = scores_of(labels)
    summary = summary_of(matrix, labels, neighbours=COUNT - 1)
    by_matrix = prune(strategy, 0.4, labels=labels, matrix=matrix, scores=scores)
    by_summary = prune(strategy, 0.4, labels=labels, summary=summary, scores=scores)
    np.testing.assert_array_equal(by_matrix.kept, by_summary.kept)
