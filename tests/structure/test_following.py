"""Farthest points followed to the end: what is read on the way, and clusters of any number of heads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import Cancelled, Clustering, FarthestPoints, InputError, KernelMatrix
from lpntk.domain.arrays import DenseMatrix, class_kernels
from lpntk.structure import farthest_point_clusters, farthest_points
from support.matrices import gaussian_kernel_of, labelled_matrices

heads_of_any_kind = st.one_of(st.integers(1, 20), st.floats(0.01, 1.0))


class Recorder:
    """A matrix of which it is known how many rows were read, and how often."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.rows: list[int] = []
        self.reads = 0

    def __len__(self) -> int:
        return len(self.values)

    def block(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        self.rows += rows.tolist()
        self.reads += 1
        return self.values[np.ix_(rows, columns)]


def follow(matrix: np.ndarray, labels: np.ndarray, **options: object) -> FarthestPoints:
    return farthest_points(class_kernels(DenseMatrix(matrix)), labels, matrix.diagonal(), **options)


def followed(values: np.ndarray, **options: object) -> tuple[FarthestPoints, Recorder]:
    """The points of one class, and what was read of it."""
    recorder = Recorder(values)
    labels = np.zeros(len(values), dtype=np.int64)
    return farthest_points(lambda _: [recorder], labels, values.diagonal(), **options), recorder


def require_same(found: Clustering, expected: Clustering) -> None:
    np.testing.assert_array_equal(found.heads, expected.heads)
    np.testing.assert_array_equal(found.assignment, expected.assignment)
    np.testing.assert_array_equal(found.similarity, expected.similarity)
    assert found.stopped_early == expected.stopped_early
    assert found.heads.dtype == found.assignment.dtype == np.int64
    assert found.similarity.dtype == np.float32


def without(matrix: np.ndarray, excluded: list[int]) -> np.ndarray:
    """The matrix when nothing is known of some samples."""
    matrix = matrix.copy()
    matrix[excluded] = matrix[:, excluded] = 0
    return matrix


@given(labelled_matrices(), heads_of_any_kind, st.sets(st.integers(0, 15)))
def test_clusters_of_any_number_follow_from_the_whole_record(
    drawn: tuple, heads: float | int, excluded: set[int]
) -> None:
    matrix, labels = drawn
    out = sorted(row for row in excluded if row < len(labels))
    matrix = without(matrix, out)
    whole = follow(matrix, labels, excluded=out)
    require_same(whole.clustering(heads), farthest_point_clusters(matrix, labels, heads, excluded=out))


@given(labelled_matrices(max_classes=1), st.integers(1, 16), st.sampled_from([0, 100, 300, 1 << 20]))
def test_what_is_read_ahead_changes_nothing(drawn: tuple, heads: int, memory: int) -> None:
    matrix, labels = drawn
    points, _ = followed(matrix, heads=heads, memory=memory)
    require_same(points.clustering(heads), farthest_point_clusters(matrix, labels, heads))


@given(labelled_matrices(max_size=12), st.integers(0, 11))
def test_every_move_is_to_a_more_similar_head_or_to_oneself(drawn: tuple, row: int) -> None:
    matrix, labels = drawn
    points = follow(matrix, labels)
    row %= len(labels)
    moves = slice(*points.starts[row : row + 2])
    heads = points.heads[points.moves[moves]]
    np.testing.assert_array_equal(points.similarity[moves], matrix[row, heads])
    assert heads[-1] == row
    assert (np.diff(matrix[row, heads[:-1]]) > 0).all()


def test_few_rows_are_read_in_vain_and_many_at_a_time() -> None:
    """The kernel of a class as it is: all samples alike, of very different lengths."""
    rng = np.random.default_rng(0)
    features = (rng.normal(size=(800, 40)) * 0.5 + rng.normal(size=40)) * rng.uniform(0.2, 1, (800, 1))
    _, recorder = followed((features @ features.T).astype(np.float32), heads=160)
    assert len(recorder.rows) < 1.25 * 160
    assert recorder.reads <= 8


def test_few_rows_are_read_in_vain_where_heads_cannot_be_guessed() -> None:
    """Tight groups far from each other: of each only the first is a head for long."""
    group = np.arange(600) // 10
    matrix = (group[:, None] == group).astype(np.float32) * np.linspace(1, 2, 600, dtype=np.float32)[group]
    _, recorder = followed(matrix, heads=60)
    assert len(recorder.rows) < 5 * 60


def test_all_pairs_are_read_once_where_all_become_heads_and_fit() -> None:
    matrix, _ = gaussian_kernel_of(600, 1)
    _, recorder = followed(matrix, memory=matrix.nbytes)
    assert sorted(recorder.rows) == list(range(600))
    assert recorder.reads == 2


@pytest.mark.parametrize("memory", [0, 100_000])
def test_all_rows_are_read_bit_by_bit_where_they_do_not_fit(memory: int) -> None:
    matrix, _ = gaussian_kernel_of(600, 1)
    _, recorder = followed(matrix, memory=memory)
    assert set(recorder.rows) == set(range(600))


def test_only_one_class_is_asked_for_at_a_time() -> None:
    matrix, labels = gaussian_kernel_of(30, 3)
    alive: list[int] = []

    def kernels(classes: Sequence[np.ndarray]) -> list[KernelMatrix]:
        for number, rows in enumerate(classes):
            alive.append(number)
            yield DenseMatrix(matrix[np.ix_(rows, rows)])

    seen: list[tuple[int, int]] = []
    farthest_points(
        kernels, labels, matrix.diagonal(), progress=lambda done, total: seen.append((done, alive[-1]))
    )
    assert {number for done, number in seen if 0 < done <= 10} == {0}
    assert alive == [0, 1, 2]


def test_can_be_stopped_while_a_class_is_read() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("Stop.")

    matrix, _ = gaussian_kernel_of(50, 1)
    with pytest.raises(Cancelled):
        followed(matrix, progress=stop)


def test_excluded_samples_stay_in_the_first_cluster_and_lead_none() -> None:
    matrix, labels = gaussian_kernel_of(20, 2, seed=3)
    points = follow(without(matrix, [0, 7]), labels, excluded=[0, 7])
    clusters = points.clustering(1.0)
    assert set(clusters.heads) == set(range(20)) - {0, 7}
    assert clusters.stopped_early == (0, 1)
    first = {label: clusters.heads[labels[clusters.heads] == label][0] for label in (0, 1)}
    assert clusters.heads[clusters.assignment[[0, 7]]].tolist() == [first[0], first[1]]
    assert clusters.similarity[[0, 7]].tolist() == [0, 0]
    assert points.clustering(0.5).stopped_early == ()


def test_a_class_of_excluded_samples_has_one_head() -> None:
    matrix, labels = gaussian_kernel_of(6, 2)
    out = np.flatnonzero(labels == 1)
    clusters = farthest_point_clusters(without(matrix, out.tolist()), labels, 2, excluded=out)
    assert clusters.heads[labels[clusters.heads] == 1].tolist() == [1]
    assert clusters.stopped_early == (1,)


def test_refuses_more_heads_than_were_followed() -> None:
    matrix, labels = gaussian_kernel_of(20, 2)
    points = follow(matrix, labels, heads=3)
    assert len(points.clustering(3).heads) == 6
    for more in (4, 0.5):
        with pytest.raises(InputError, match="fewer heads: ask for fewer") as caught:
            points.clustering(more)
        assert caught.value.field == "heads"


def test_labels_with_gaps_are_named_as_they_are() -> None:
    matrix, _ = gaussian_kernel_of(5, 1)
    assert follow(matrix, np.array([7, 7, 7, 2, 2])).clustering(3).stopped_early == (2,)
