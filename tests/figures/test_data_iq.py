"""Every sample by confidence and uncertainty, before the groups of Data-IQ."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lpntk.domain.exports import Theme
from lpntk.figures import data_iq_figure, points

N, NAMES = 60, ("<a>", "b", "c")


def drawn(**how: object):
    rng = np.random.default_rng(0)
    p = rng.random(N)
    labels = np.arange(N) % 3
    return data_iq_figure(p * (1 - p), p, 10 * np.arange(N), labels, NAMES, **how), p


def test_every_sample_is_a_point_of_its_class() -> None:
    figure, p = drawn()

    assert [trace.name for trace in figure.data] == ["&lt;a&gt;", "b", "c"]
    for label, trace in enumerate(figure.data):
        rows = np.flatnonzero(np.arange(N) % 3 == label)
        np.testing.assert_array_equal(trace.customdata, 10 * rows)
        np.testing.assert_allclose(trace.y, p[rows])
        np.testing.assert_allclose(trace.x, (p * (1 - p))[rows])


def test_the_groups_are_shaded_up_to_the_median_uncertainty() -> None:
    figure, p = drawn()

    median = np.median(p * (1 - p))
    easy, ambiguous, between, hard = figure.layout.shapes
    assert (easy.y0, easy.y1, easy.x1) == (0.75, 1, median)
    assert (hard.y0, hard.y1, hard.x1) == (0, 0.25, median)
    assert ambiguous.x0 == median
    assert (between.y0, between.y1) == (0.25, 0.75)
    assert {note.text for note in figure.layout.annotations} == {
        "<b>easy</b>",
        "<b>ambiguous</b>",
        "<b>hard</b>",
    }


def test_of_too_many_samples_some_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "LARGEST", 20)
    figure, _ = drawn()

    assert sum(len(trace.x) for trace in figure.data) == 20
    assert any("20 of 60 samples shown" in note.text for note in figure.layout.annotations)


def test_light_and_dark_differ_in_their_template_only() -> None:
    light, dark = (json.loads(drawn(theme=theme)[0].to_json()) for theme in Theme)
    for content in (light, dark):
        assert content["layout"].pop("template")
    assert light == dark
