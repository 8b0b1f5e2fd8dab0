"""Farthest point clustering against a literal reading of its description."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import Clustering, InputError
from lpntk.structure import farthest_point_clusters
from support.matrices import gaussian_kernel_of, labelled_matrices


class Cluster:
    def __init__(self, head: int, others: list[int]) -> None:
        self.head = head
        self.others = others


def literal_clusters(matrix: np.ndarray, rows: list[int], count: int) -> list[Cluster]:
    """The clusters of one class, word by word and slowly; ties within a cluster go to the lower row."""
    first = max(rows, key=lambda row: (matrix[row, row], -row))
    clusters = [Cluster(first, [row for row in rows if row != first])]
    while len(clusters) < count:
        splittable = [cluster for cluster in clusters if cluster.others]
        if not splittable:
            break
        candidates = [
            min((matrix[cluster.head, row], row) for row in cluster.others) for cluster in splittable
        ]
        lowest = min(similarity for similarity, _ in candidates)
        head = next(row for similarity, row in candidates if similarity == lowest)
        new = Cluster(head, [])
        for cluster in clusters:
            for row in list(cluster.others):
                if row == head or matrix[head, row] > matrix[cluster.head, row]:
                    cluster.others.remove(row)
                    if row != head:
                        new.others.append(row)
        clusters.append(new)
    return clusters


def as_sets(clustering: Clustering, rows: np.ndarray) -> list[tuple[int, set[int]]]:
    """(head, members) of the clusters within some rows, in order of becoming heads."""
    positions = [p for p, head in enumerate(clustering.heads) if head in rows]
    return [(int(clustering.heads[p]), set(clustering.members(p).tolist())) for p in positions]


@given(labelled_matrices(), st.one_of(st.integers(1, 20), st.floats(0.01, 1.0)))
def test_agrees_with_the_literal_algorithm(drawn: tuple, heads: float | int) -> None:
    matrix, labels = drawn
    clustering = farthest_point_clusters(matrix, labels, heads)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        count = heads if isinstance(heads, int) else max(1, int(len(rows) * heads + 1e-9))
        expected = literal_clusters(matrix, rows.tolist(), count)
        assert as_sets(clustering, rows) == [(c.head, {c.head, *c.others}) for c in expected]


@given(labelled_matrices(), st.integers(1, 8))
def test_is_a_partition_within_classes_and_remembers_similarities(drawn: tuple, heads: int) -> None:
    matrix, labels = drawn
    clustering = farthest_point_clusters(matrix, labels, heads)
    assert clustering.heads.dtype == clustering.assignment.dtype == np.int64
    assert clustering.similarity.dtype == np.float32
    own_head = clustering.heads[clustering.assignment]
    np.testing.assert_array_equal(labels[own_head], labels)
    np.testing.assert_array_equal(clustering.similarity, matrix[np.arange(len(labels)), own_head])
    np.testing.assert_array_equal(own_head[clustering.heads], clustering.heads)
    assert clustering.sizes().sum() == len(labels)
    assert (np.diff(labels[clustering.heads]) >= 0).all()


@given(labelled_matrices(), st.integers(1, 7))
def test_more_heads_only_add_heads(drawn: tuple, heads: int) -> None:
    matrix, labels = drawn
    fewer, more = (farthest_point_clusters(matrix, labels, count) for count in (heads, heads + 1))
    for label in np.unique(labels):
        kept = fewer.heads[labels[fewer.heads] == label]
        np.testing.assert_array_equal(more.heads[labels[more.heads] == label][: len(kept)], kept)


def test_a_share_is_of_each_class_and_at_least_one() -> None:
    matrix, _ = gaussian_kernel_of(112, 1)
    labels = np.array([0] * 100 + [1] * 11 + [2])
    clustering = farthest_point_clusters(matrix, labels, heads=0.29)
    assert np.bincount(labels[clustering.heads]).tolist() == [29, 3, 1]


def test_the_default_is_a_tenth() -> None:
    matrix, labels = gaussian_kernel_of(60, 2)
    assert len(farthest_point_clusters(matrix, labels).heads) == 6


def test_one_as_a_share_makes_every_sample_a_head_and_as_a_number_one() -> None:
    matrix, labels = gaussian_kernel_of(12, 3)
    everyone = farthest_point_clusters(matrix, labels, heads=1.0)
    assert sorted(everyone.heads.tolist()) == list(range(12))
    assert everyone.stopped_early == ()
    assert len(farthest_point_clusters(matrix, labels, heads=1).heads) == 3
    assert len(farthest_point_clusters(matrix, labels, heads=np.int64(2)).heads) == 6


def test_says_which_classes_were_too_small() -> None:
    matrix, _ = gaussian_kernel_of(9, 1)
    clustering = farthest_point_clusters(matrix, [0, 0, 0, 0, 0, 3, 3, 7, 7], heads=3)
    assert clustering.stopped_early == (3, 7)
    assert clustering.sizes().sum() == 9


def test_tells_how_far_it_is() -> None:
    matrix, labels = gaussian_kernel_of(20, 2)
    told: list[tuple[int, int]] = []
    farthest_point_clusters(matrix, labels, heads=3, progress=lambda *step: told.append(step))
    assert told == sorted(told)
    assert set(told) - {(0, 6)} == {(done, 6) for done in range(1, 7)}


@pytest.mark.parametrize(
    "heads", [0, -1, 0.0, 1.5, 5.0, float("nan"), float("inf"), True, False, "0.1", None, 1j]
)
def test_refuses_heads_that_are_neither_a_share_nor_a_number(heads: object) -> None:
    matrix, labels = gaussian_kernel_of(6, 2)
    with pytest.raises(InputError, match="whole number of heads") as caught:
        farthest_point_clusters(matrix, labels, heads)
    assert caught.value.field == "heads"


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        (np.ones((3, 4)), r"shape \(3, 4\)"),
        (np.ones(4), r"shape \(4,\)"),
        (np.ones((0, 0)), r"shape \(0, 0\)"),
        (np.full((2, 2), "a"), "real numbers"),
        (np.eye(2, dtype=complex), "real numbers"),
        (np.array([[1, np.nan], [np.nan, 1]]), "nan at row 0, column 1"),
        (np.array([[1, 0], [0, np.inf]]), "inf at row 1, column 1"),
        (np.array([[1, 0.5], [0.2, 1]]), "row 0, column 1 is 0.5, the other way round 0.2"),
    ],
)
def test_refuses_what_is_no_kernel_matrix(matrix: np.ndarray, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        farthest_point_clusters(matrix, np.zeros(len(matrix), dtype=int))
    assert caught.value.field == "matrix"


def test_finds_asymmetry_far_from_the_diagonal() -> None:
    matrix = np.eye(600)
    matrix[590, 3] = 0.5
    with pytest.raises(InputError, match="not symmetric: row 3, column 590"):
        farthest_point_clusters(matrix, np.zeros(600, dtype=int))


def test_forgives_asymmetry_from_rounding() -> None:
    matrix, labels = gaussian_kernel_of(8, 2)
    matrix[0, 1] += 1e-6 * matrix.max()
    assert farthest_point_clusters(matrix, labels, 1).sizes().tolist() == [4, 4]


@pytest.mark.parametrize("excluded", [[3], [-1], [0.5], ["a"]])
def test_refuses_excluded_rows_that_there_are_not(excluded: list) -> None:
    with pytest.raises(InputError, match="from 0 to 2") as caught:
        farthest_point_clusters(np.eye(3), [0, 0, 0], excluded=excluded)
    assert caught.value.field == "excluded"


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([0, 1], r"shape \(2,\)"),
        ([[0, 1, 1]], r"shape \(1, 3\)"),
        ([0.0, 1.0, 1.0], "float64"),
        (["a", "b", "b"], "whole numbers"),
        ([True, False, False], "bool"),
        ([0, -1, 1], "row 1 is -1"),
    ],
)
def test_refuses_labels_that_do_not_fit(labels: list, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        farthest_point_clusters(np.eye(3), labels)
    assert caught.value.field == "labels"
