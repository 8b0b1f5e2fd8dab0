"""The map: neighbours in the graph lie side by side, whatever the graph looks like."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.sparse.linalg import ArpackError
from sklearn.neighbors import KNeighborsClassifier

from lpntk.domain import Cancelled, InputError, Neighbours
from lpntk.structure import neighbour_map
from support.data import mnist
from support.matrices import nearest


def pixel_cosine(count: int) -> tuple[np.ndarray, np.ndarray]:
    """The cosine similarity of centred images of digits, and their labels."""
    images, labels = mnist(count)
    pixels = images.reshape(count, -1).astype(np.float64)
    pixels -= pixels.mean(axis=0)
    pixels /= np.linalg.norm(pixels, axis=1, keepdims=True)
    return pixels @ pixels.T, labels


def side_by_side(layout: np.ndarray, labels: np.ndarray) -> float:
    """The share of points whose class a vote of their ten nearest on the map gets right."""
    half = len(labels) // 2
    model = KNeighborsClassifier(10).fit(layout[:half], labels[:half])
    return model.score(layout[half:], labels[half:])


def test_real_digits_of_a_class_lie_together() -> None:
    similarity, labels = pixel_cosine(1000)
    layout = neighbour_map(nearest(similarity, 30), seed=0)
    assert layout.shape == (1000, 2)
    assert layout.dtype == np.float32
    assert side_by_side(layout, labels) > 0.75


def test_classes_without_a_link_are_laid_apart() -> None:
    similarity, labels = pixel_cosine(500)
    similarity[labels[:, None] != labels] = -1
    layout = neighbour_map(nearest(similarity, 15), seed=0)
    assert np.isfinite(layout).all()
    assert side_by_side(layout, labels) == 1
    centres = np.stack([layout[labels == k].mean(axis=0) for k in range(10)])
    apart = np.linalg.norm(centres[:, None] - centres, axis=2)[np.triu_indices(10, 1)]
    spread = max(layout[labels == k].std(axis=0).max() for k in range(10))
    assert apart.min() > spread


def test_follows_the_given_neighbours_and_nothing_else() -> None:
    """A ring of samples comes out as a ring: those near along it are near on the map."""
    count = 120
    steps = np.array([1, -1, 2, -2, 3, -3])
    rows = (np.arange(count)[:, None] + steps) % count
    similarity = np.broadcast_to(1 - 0.1 * np.abs(steps), rows.shape).astype(np.float32)
    layout = neighbour_map(Neighbours(rows, similarity), seed=3)
    beside = np.linalg.norm(layout - np.roll(layout, 1, axis=0), axis=1)
    across = np.linalg.norm(layout - np.roll(layout, count // 2, axis=0), axis=1)
    assert np.median(beside) < np.median(across) / 5


def test_the_same_seed_gives_the_same_map() -> None:
    similarity, _ = pixel_cosine(200)
    neighbours = nearest(similarity, 10)
    first = neighbour_map(neighbours, seed=4)
    np.testing.assert_array_equal(first, neighbour_map(neighbours, seed=4))
    assert not np.array_equal(first, neighbour_map(neighbours, seed=5))


def test_tells_how_far_it_is_and_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    similarity, _ = pixel_cosine(100)
    told: list[tuple[int, int]] = []
    neighbour_map(nearest(similarity, 10), seed=0, progress=lambda *step: told.append(step))
    assert [done for done, total in dict.fromkeys(told)] == list(range(501))
    assert {total for _, total in told} == {500}
    assert capfd.readouterr() == ("", "")


def test_can_be_stopped_while_it_is_drawn() -> None:
    def stop(done: int, total: int) -> None:
        if done == 20:
            raise Cancelled("Stop.")

    similarity, _ = pixel_cosine(100)
    with pytest.raises(Cancelled):
        neighbour_map(nearest(similarity, 10), seed=0, progress=stop)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 13, 20])
def test_few_samples_get_distinct_finite_places_without_a_warning(count: int) -> None:
    features = np.random.default_rng(count).normal(size=(count, 3))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layout = neighbour_map(nearest(features @ features.T / 20, 30), seed=0)
    assert np.isfinite(layout).all()
    assert len(np.unique(layout, axis=0)) == count


def test_duplicates_and_similarities_above_one_are_fine() -> None:
    neighbours = nearest(np.full((12, 12), 1.0000001), 5)
    assert np.isfinite(neighbour_map(neighbours, seed=0)).all()


def test_many_parts_of_two_and_three_samples() -> None:
    similarity = np.kron(np.eye(40), np.ones((2, 2)))
    layout = neighbour_map(nearest(similarity, 1), seed=0)
    assert np.isfinite(layout).all()


def test_does_without_slow_modes_where_they_cannot_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ArpackError(-9999)

    monkeypatch.setattr("lpntk.structure.starting_layout.eigsh", fail)
    similarity, labels = pixel_cosine(200)
    layout = neighbour_map(nearest(similarity, 10), seed=0)
    assert side_by_side(layout, labels) > 0.5


def test_leaves_what_it_was_given_alone() -> None:
    similarity, _ = pixel_cosine(60)
    neighbours = nearest(similarity, 8)
    rows, values = neighbours.rows.copy(), neighbours.similarity.copy()
    neighbour_map(neighbours, seed=0)
    np.testing.assert_array_equal(neighbours.rows, rows)
    np.testing.assert_array_equal(neighbours.similarity, values)


@pytest.mark.parametrize("out", [[0], [3, 7, 59], list(range(57)), list(range(60))])
def test_samples_of_which_nothing_is_known_stand_below_the_others(out: list[int]) -> None:
    similarity, _ = pixel_cosine(60)
    rest = np.setdiff1d(np.arange(60), out)
    among = nearest(similarity[np.ix_(rest, rest)], 8)
    width = among.rows.shape[1] if len(rest) else 8
    rows, values = np.zeros((60, width), np.int64), np.zeros((60, width), np.float32)
    rows[rest], values[rest] = (rest[among.rows], among.similarity) if len(rest) else (0, 0)

    layout = neighbour_map(Neighbours(rows, values), seed=0, excluded=out)

    assert len(np.unique(layout, axis=0)) == 60
    if len(rest):
        assert layout[out, 1].max() < layout[rest, 1].min()
        np.testing.assert_array_equal(layout[rest], neighbour_map(among, seed=0))


def test_refuses_no_samples_and_similarities_that_are_no_numbers() -> None:
    with pytest.raises(InputError, match="no sample"):
        neighbour_map(Neighbours(np.empty((0, 3), np.int64), np.empty((0, 3), np.float32)), seed=0)
    broken = nearest(np.eye(6), 2)
    broken.similarity[4, 1] = np.nan
    with pytest.raises(InputError, match="row 4"):
        neighbour_map(broken, seed=0)
