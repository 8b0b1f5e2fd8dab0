"""Streamed summaries against the same computed at once from the whole matrix."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lpntk.domain import HISTOGRAM_BINS, KernelSummary, Relation, Tile
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.kernels.summary.summariser import Summariser

KEPT = 5


def a_kernel(size: int, seed: int, *, levels: int | None = None) -> NDArray[np.float32]:
    """Positive semi-definite; with few `levels`, many values are equal to the bit."""
    generator = np.random.default_rng(seed)
    features = generator.normal(size=(size, 6)).astype(np.float32)
    if levels:
        features = generator.integers(-levels, levels + 1, size=(size, 3)).astype(np.float32)
    return features @ features.T


def tiles(matrix: NDArray[np.float32], step: int) -> Iterator[Tile]:
    size = len(matrix)
    for top in range(0, size, step):
        for left in range(top, size, step):
            values = np.ascontiguousarray(matrix[top : top + step, left : left + step])
            yield Tile(top, min(top + step, size), left, min(left + step, size), values)


def summarise(
    matrix: NDArray[np.float32], labels: NDArray[np.int64], step: int, classes: int = 3
) -> KernelSummary:
    summariser = Summariser(matrix.diagonal(), labels, classes, KEPT)
    for tile in tiles(matrix, step):
        summariser.update(DeviceTile.of(tile))
    return summariser.finish()


def cosines(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.sqrt(matrix.diagonal())
    scale = norms[:, None] * norms[None, :]
    return np.divide(matrix, scale, out=np.zeros_like(matrix), where=scale > 0).clip(-1, 1)


@settings(max_examples=40)
@given(
    size=st.integers(2, 40),
    step=st.integers(1, 45),
    seed=st.integers(0, 2**16),
    levels=st.sampled_from([None, 1, 2]),
)
def test_summary_is_that_of_the_whole_matrix(size: int, step: int, seed: int, levels: int | None) -> None:
    matrix = a_kernel(size, seed, levels=levels)
    labels = np.random.default_rng(seed).integers(0, 3, size)

    found = summarise(matrix, labels, step)

    c = cosines(matrix)
    scores = {Relation.INTERCHANGEABLE: c, Relation.UNRELATED: -np.abs(c), Relation.CONTRADICTORY: -c}
    for row in range(size):
        others = np.delete(np.arange(size), row)
        for relation, score in scores.items():
            best = others[np.lexsort((others, -score[row, others]))][:KEPT]
            neighbours = found.neighbours(relation)
            assert neighbours.rows[row].tolist() == best.tolist()
            assert neighbours.similarity[row].tolist() == c[row, best].tolist()
        bins = (
            ((c[row, others] + 1) * np.float32(HISTOGRAM_BINS / 2)).astype(int).clip(max=HISTOGRAM_BINS - 1)
        )
        assert found.histogram[row].tolist() == np.bincount(bins, minlength=HISTOGRAM_BINS).tolist()
        for label in range(3):
            mine = others[labels[others] == label]
            expected = c[row, mine].mean() if len(mine) else np.nan
            np.testing.assert_allclose(found.class_means[row, label], expected, rtol=1e-5, atol=1e-6)
        assert found.self_max[row] == (matrix[row, row] * (1 + 1e-5) >= matrix[row, others].max())


def test_types_and_shapes() -> None:
    found = summarise(a_kernel(20, 0), np.arange(20) % 3, 8)

    assert found.self_kernel.dtype == found.class_means.dtype == np.float32
    assert found.histogram.dtype == np.int64
    assert found.histogram.shape == (20, HISTOGRAM_BINS)
    assert found.histogram.sum(axis=1).tolist() == [19] * 20
    assert found.self_max.dtype == np.bool_
    assert found.interchangeable.rows.dtype == np.int64
    assert found.interchangeable.similarity.dtype == np.float32
    assert found.interchangeable.rows.shape == (20, KEPT)


@pytest.mark.parametrize("stop", [0, 1, 5, 9])
def test_a_restored_summary_is_the_same_to_the_bit(stop: int) -> None:
    matrix, labels = a_kernel(40, 1, levels=2), np.arange(40) % 3
    begun = Summariser(matrix.diagonal(), labels, 3, KEPT)
    cut = list(tiles(matrix, 10))
    for tile in cut[:stop]:
        begun.update(DeviceTile.of(tile))

    state = begun.state()
    for tile in cut[stop:]:
        begun.update(DeviceTile.of(tile))
    restored = Summariser(matrix.diagonal(), labels, 3, KEPT)
    restored.restore(state)
    for tile in cut[stop:]:
        restored.update(DeviceTile.of(tile))

    assert {name: a.tobytes() for name, a in begun.state().items()} == {
        name: a.tobytes() for name, a in restored.state().items()
    }
    assert np.array_equal(begun.finish().class_means, restored.finish().class_means)


def same(a: KernelSummary, b: KernelSummary) -> bool:
    """To the bit."""
    lists = (
        np.array_equal(a.neighbours(relation).rows, b.neighbours(relation).rows)
        and np.array_equal(a.neighbours(relation).similarity, b.neighbours(relation).similarity)
        for relation in Relation
    )
    columns = ("self_kernel", "histogram", "class_means", "self_max")
    return all(lists) and all(
        np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)
        if name == "class_means"
        else np.array_equal(getattr(a, name), getattr(b, name))
        for name in columns
    )


@settings(max_examples=20)
@given(
    size=st.integers(2, 40),
    step=st.integers(1, 45),
    seed=st.integers(0, 2**16),
    levels=st.sampled_from([None, 1]),
)
def test_neither_the_cut_nor_the_order_of_tiles_changes_a_bit(
    size: int, step: int, seed: int, levels: int | None
) -> None:
    matrix, labels = a_kernel(size, seed, levels=levels), np.arange(size) % 3
    shuffled = list(tiles(matrix, step))
    np.random.default_rng(seed).shuffle(shuffled)
    summariser = Summariser(matrix.diagonal(), labels, 3, KEPT)
    for tile in shuffled:
        summariser.update(DeviceTile.of(tile))

    assert same(summariser.finish(), summarise(matrix, labels, 64))


@settings(max_examples=20)
@given(size=st.integers(2, 40), workers=st.integers(1, 5), seed=st.integers(0, 2**16))
def test_what_several_have_found_is_merged_to_the_bit(size: int, workers: int, seed: int) -> None:
    matrix, labels = a_kernel(size, seed, levels=2), np.arange(size) % 3
    step = 9
    owners = np.random.default_rng(seed).integers(0, workers, size=1000)
    parts = [Summariser(matrix.diagonal(), labels, 3, KEPT) for _ in range(workers)]
    for owner, tile in zip(owners, tiles(matrix, step), strict=False):
        parts[owner].update(DeviceTile.of(tile))
    whole = Summariser(matrix.diagonal(), labels, 3, KEPT)
    for part in reversed(parts):
        for start in range(0, size, step):
            whole.merge(part.state(start, start + step), start)

    assert same(whole.finish(), summarise(matrix, labels, step))


def test_only_rows_of_the_tile_are_changed() -> None:
    matrix, labels = a_kernel(40, 1), np.arange(40) % 3
    summariser = Summariser(matrix.diagonal(), labels, 3, KEPT)
    assert summariser.changed(0, 40)  # nobody has taken its state yet
    summariser.state()
    assert not summariser.changed(0, 40)

    tile = next(tile for tile in tiles(matrix, 10) if (tile.row_start, tile.column_start) == (0, 20))
    summariser.update(DeviceTile.of(tile))
    changed = [summariser.changed(start, start + 10) for start in range(0, 40, 10)]
    assert changed == [True, False, True, False]


def test_a_state_is_a_copy() -> None:
    matrix, labels = a_kernel(10, 1), np.arange(10) % 3
    summariser = Summariser(matrix.diagonal(), labels, 3, KEPT)
    state = summariser.state()
    for tile in tiles(matrix, 10):
        summariser.update(DeviceTile.of(tile))

    assert state["histogram"].sum() == 0


def test_a_sample_without_a_gradient_is_unrelated_to_all() -> None:
    matrix = a_kernel(8, 2)
    matrix[3], matrix[:, 3] = 0, 0

    found = summarise(matrix, np.arange(8) % 3, 3)

    assert found.interchangeable.similarity[3].tolist() == [0] * KEPT
    assert found.unrelated.rows[0, 0] == 3
    assert not np.isnan(found.class_means).any()
    assert found.histogram[3, HISTOGRAM_BINS // 2] == 7
    assert found.self_max[3]


def test_a_copy_keeps_a_sample_its_own_nearest_and_a_larger_one_does_not() -> None:
    matrix = np.array([[1, 1 + 2e-7, 0.5], [1 + 2e-7, 1, 0.5], [0.5, 0.5, 0.4]], dtype=np.float32)

    found = summarise(matrix, np.array([0, 0, 1]), 2)

    assert found.self_max.tolist() == [True, True, False]
    assert found.interchangeable.similarity.max() == 1
    assert np.isnan(found.class_means[2, 1])


def test_no_more_neighbours_than_there_are_others() -> None:
    assert summarise(a_kernel(3, 0), np.arange(3), 2).contradictory.rows.shape == (3, 2)


@settings(max_examples=20)
@given(size=st.integers(4, 30), seed=st.integers(0, 2**16), excluded=st.sets(st.integers(0, 3), max_size=2))
def test_excluded_samples_count_for_nobody(size: int, seed: int, excluded: set[int]) -> None:
    matrix = a_kernel(size, seed)
    left = np.array(sorted(excluded), dtype=np.int64)
    matrix[left], matrix[:, left] = 0, 0
    labels = np.arange(size) % 3
    others = np.setdiff1d(np.arange(size), left)

    summariser = Summariser(matrix.diagonal(), labels, 3, KEPT, left)
    for tile in tiles(matrix, 7):
        summariser.update(DeviceTile.of(tile))
    found = summariser.finish()
    alone = summarise(matrix[np.ix_(others, others)], labels[others], 7)

    for relation in Relation:
        assert not np.isin(found.neighbours(relation).rows, left).any()
        np.testing.assert_array_equal(
            found.neighbours(relation).rows[others], others[alone.neighbours(relation).rows]
        )
    np.testing.assert_array_equal(found.histogram[others], alone.histogram)
    np.testing.assert_allclose(found.class_means[others], alone.class_means, rtol=1e-6)
    assert (found.self_kernel[left] == 0).all()


@settings(max_examples=20)
@given(size=st.integers(3, 30), known=st.integers(2, 29), seed=st.integers(0, 2**16))
def test_an_extended_summary_is_that_of_all_samples(size: int, known: int, seed: int) -> None:
    known = min(known, size - 1)
    matrix, labels = a_kernel(size, seed), np.arange(size) % 3
    first = summarise(matrix[:known, :known], labels[:known], 8)

    summariser = Summariser(matrix.diagonal(), labels, 3, KEPT)
    summariser.extend(first)
    step = 6
    edges = [0, known, *range(known + step, size, step), size]
    for top, bottom in itertools.pairwise(edges):
        for left, right in itertools.pairwise(edges):
            if max(top, known) <= left:
                values = np.ascontiguousarray(matrix[top:bottom, left:right])
                summariser.update(DeviceTile.of(Tile(top, bottom, left, right, values)))
    found, whole = summariser.finish(), summarise(matrix, labels, 8)

    for relation in Relation:
        assert np.array_equal(found.neighbours(relation).rows, whole.neighbours(relation).rows)
        assert np.array_equal(found.neighbours(relation).similarity, whole.neighbours(relation).similarity)
    assert np.array_equal(found.histogram, whole.histogram)
    np.testing.assert_allclose(found.class_means, whole.class_means, rtol=1e-5, atol=1e-6)
    assert np.array_equal(found.self_max, whole.self_max)
    assert np.array_equal(found.self_kernel, whole.self_kernel)
