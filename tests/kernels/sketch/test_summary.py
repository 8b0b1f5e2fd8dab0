"""Summaries of a sketch against all its products, by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lpntk.domain import HISTOGRAM_BINS, Cancelled, Neighbours, Relation
from lpntk.kernels.sketch import summarise_sketch
from support.matrices import cosine
from support.sketches import clustered_rows

KEPT, CLASSES = 6, 3
SCORES = {
    Relation.INTERCHANGEABLE: lambda c: c,
    Relation.UNRELATED: lambda c: -np.abs(c),
    Relation.CONTRADICTORY: lambda c: -c,
}
# Fewer partners than samples.
SAMPLED = {"partners": 50}


def labels_of(size: int) -> NDArray[np.int64]:
    return np.arange(size, dtype=np.int64) % CLASSES


def recall(found: Neighbours, c: NDArray[np.float64], relation: Relation, among: NDArray[np.int64]) -> float:
    """The share of the best others that were found."""
    score = SCORES[relation](c)[:, among]
    score[among[None, :] == np.arange(len(c))[:, None]] = -np.inf
    best = among[np.argsort(-score, axis=1, kind="stable")[:, :KEPT]]
    return float(np.mean([np.isin(b, f).mean() for b, f in zip(best, found.rows, strict=True)]))


def require_class_means(means: NDArray[np.float32], c: NDArray[np.float64], among: NDArray[np.int64]) -> None:
    labels = labels_of(len(c))
    for row in range(len(c)):
        for label in range(CLASSES):
            mine = among[(labels[among] == label) & (among != row)]
            np.testing.assert_allclose(means[row, label], c[row, mine].mean(), rtol=1e-4, atol=1e-5)


def test_all_pairs_where_they_are_few() -> None:
    sketch = clustered_rows(300)
    found = summarise_sketch(sketch, labels_of(300), CLASSES, KEPT, partners=299)

    kappa = sketch @ sketch.T
    c = cosine(kappa)
    everyone = np.arange(300)
    for relation in Relation:
        assert recall(found.neighbours(relation), c, relation, everyone) > 0.999
    assert found.histogram.sum(axis=1).tolist() == [299] * 300
    require_class_means(found.class_means, c, everyone)
    np.fill_diagonal(kappa, -np.inf)
    assert np.array_equal(found.self_max, found.self_kernel * (1 + 1e-5) >= kappa.max(axis=1))
    assert 0 < found.self_max.sum() < 300


@pytest.mark.parametrize("width", [24, 4500])
def test_neighbours_class_means_and_self_max_of_all_where_partners_are_a_sample(width: int) -> None:
    sketch = clustered_rows(700, width)
    found = summarise_sketch(sketch, labels_of(700), CLASSES, KEPT, **SAMPLED)

    kappa = sketch @ sketch.T
    c, everyone = cosine(kappa), np.arange(700)
    for relation in (Relation.INTERCHANGEABLE, Relation.CONTRADICTORY):
        neighbours = found.neighbours(relation)
        assert recall(neighbours, c, relation, everyone) > 0.98
        np.testing.assert_allclose(
            neighbours.similarity, np.take_along_axis(c, neighbours.rows, axis=1), atol=1e-5
        )
        assert (np.diff(SCORES[relation](neighbours.similarity), axis=1) <= 0).all()
    require_class_means(found.class_means, c, everyone)
    np.testing.assert_allclose(found.self_kernel, np.diagonal(kappa), rtol=1e-5)
    np.fill_diagonal(kappa, -np.inf)
    expected = found.self_kernel * (1 + 1e-5) >= kappa.max(axis=1)
    assert (found.self_max == expected).mean() > 0.99


def test_what_comes_from_partners() -> None:
    sketch = clustered_rows(700)
    found = summarise_sketch(sketch, labels_of(700), CLASSES, KEPT, **SAMPLED)

    c = cosine(sketch @ sketch.T)
    counted = found.histogram.sum(axis=1)
    partners = np.flatnonzero(counted == 49)
    assert len(partners) == 50
    assert (np.delete(counted, partners) == 50).all()
    assert recall(found.unrelated, c, Relation.UNRELATED, partners) > 0.999
    assert not (found.unrelated.rows == np.arange(700)[:, None]).any()
    bins = ((c[0, partners] + 1) * HISTOGRAM_BINS / 2).astype(int)
    assert np.abs(np.bincount(bins, minlength=HISTOGRAM_BINS) - found.histogram[0]).sum() <= 4


@pytest.mark.parametrize("options", [{}, SAMPLED])
def test_samples_that_are_left_out_are_nobodys_neighbour(options: dict[str, int]) -> None:
    sketch, gone = clustered_rows(600), np.array([0, 17, 599])
    sketch[gone] = 0
    found = summarise_sketch(sketch, labels_of(600), CLASSES, KEPT, excluded=gone, **options)

    rest = np.setdiff1d(np.arange(600), gone)
    for relation in Relation:
        neighbours = found.neighbours(relation)
        assert not np.isin(neighbours.rows, gone).any()
        assert not neighbours.similarity[gone].any()
    c = cosine(sketch @ sketch.T)
    require_class_means(found.class_means, c, rest)
    assert not found.self_kernel[gone].any()


@pytest.mark.parametrize("options", [{}, SAMPLED])
def test_types_shapes_and_the_same_again(options: dict[str, int]) -> None:
    sketch = clustered_rows(600)
    first, second = (summarise_sketch(sketch, labels_of(600), CLASSES, KEPT, **options) for _ in range(2))

    for relation in Relation:
        neighbours = first.neighbours(relation)
        assert neighbours.rows.shape == neighbours.similarity.shape == (600, KEPT)
        assert (neighbours.rows.dtype, neighbours.similarity.dtype) == (np.int64, np.float32)
        assert not (neighbours.rows == np.arange(600)[:, None]).any()
        assert np.array_equal(neighbours.rows, second.neighbours(relation).rows)
    assert first.histogram.shape == (600, HISTOGRAM_BINS)
    assert first.histogram.dtype == np.int64
    assert (first.class_means.dtype, first.self_max.dtype) == (np.float32, np.bool_)
    assert first.class_means.tobytes() == second.class_means.tobytes()


def test_exact_copies_are_their_own_most_similar() -> None:
    sketch = np.repeat(clustered_rows(1, seed=3), 120, axis=0)
    sketch[100:] *= 0.5

    for options in ({}, {"partners": 50}):
        found = summarise_sketch(sketch, labels_of(120), CLASSES, KEPT, **options)
        assert found.self_max[:100].all()
        assert not found.self_max[100:].any()


@pytest.mark.parametrize("options", [{}, SAMPLED])
def test_progress_reaches_its_end_and_can_stop(options: dict[str, int]) -> None:
    told: list[tuple[int, int]] = []
    sketch = clustered_rows(600)
    summarise_sketch(
        sketch, labels_of(600), CLASSES, KEPT, **options, progress=lambda *pair: told.append(pair)
    )

    done, totals = zip(*told, strict=True)
    assert done == tuple(sorted(done))
    assert set(totals) == {done[-1]}

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        summarise_sketch(sketch, labels_of(600), CLASSES, KEPT, **options, progress=stop)
