"""One score of two analyses against itself."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.figures import compare_figure, points

N, NAMES = 60, ("<a>", "b", "c")


def drawn(first: np.ndarray, second: np.ndarray):
    labels = np.arange(len(first)) % 3
    return compare_figure(
        first, second, 10 * np.arange(len(first)), labels, NAMES, title="Loss", names=("<one>", "two")
    )


def test_every_sample_is_a_point_beside_the_line() -> None:
    first, second = np.random.default_rng(0).normal(size=(2, N))
    figure = drawn(first, second)
    assert [trace.name for trace in figure.data] == ["&lt;a&gt;", "b", "c"]
    for label, trace in enumerate(figure.data):
        rows = np.flatnonzero(np.arange(N) % 3 == label)
        np.testing.assert_array_equal(trace.customdata, 10 * rows)
        np.testing.assert_allclose((trace.x, trace.y), (first[rows], second[rows]))
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1) == (line.y0, line.y1) == (min(first.min(), second.min()),
                                                        max(first.max(), second.max()))  # fmt: skip
    assert figure.layout.xaxis.title.text == "Loss: &lt;one&gt;"
    assert figure.layout.yaxis.title.text == "Loss: two"


def test_what_is_not_known_of_both_is_left_out() -> None:
    first = np.array([0.5, np.nan, 1, 2])
    second = np.array([0.1, 0.2, np.nan, 3])
    figure = drawn(first, second)
    assert sorted(index for trace in figure.data for index in trace.customdata) == [0, 30]
    assert not drawn(np.full(3, np.nan), np.zeros(3)).data


def test_of_many_a_part_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "LARGEST", 20)
    figure = drawn(np.arange(N) / 2, np.arange(N))
    assert sum(len(trace.x) for trace in figure.data) == 20
    assert figure.layout.annotations[0].text == "20 of 60 samples shown"
