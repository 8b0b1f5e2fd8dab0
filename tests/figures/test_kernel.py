"""The figures of the kernel as a whole show the numbers they are given."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.domain.exports import Theme
from lpntk.figures import heat_map_figure, spectrum_figure, within_between_figure

NAMES = ("a", "b", "<c>")
EDGES = np.array([0, 3, 6, 9, 12])
BOUNDARIES = np.array([0, 5, 5, 12])


def test_the_heat_map_is_fixed_to_all_similarities_and_marks_the_classes() -> None:
    values = np.linspace(-0.2, 0.7, 16).reshape(4, 4)
    figure = heat_map_figure(values, EDGES, BOUNDARIES, NAMES)
    drawn = figure.data[0]
    np.testing.assert_array_equal(drawn.z, values)
    np.testing.assert_array_equal(drawn.x, [1.5, 4.5, 7.5, 10.5])
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-1, 1)
    assert figure.layout.yaxis.range == (12, 0)
    assert figure.layout.xaxis.ticktext == ("a", "b", "&lt;c&gt;")
    assert {shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1} == {5}


def test_the_spectrum_is_in_shares_of_the_trace() -> None:
    figure = spectrum_figure(np.array([4.0, 2, 1, 0]), 8)
    each, together = figure.data
    assert each.y.tolist() == [0.5, 0.25, 0.125]
    assert together.y.tolist() == [0.5, 0.75, 0.875]
    assert figure.layout.yaxis.type == "log"


def test_within_and_between_are_each_of_their_own_pairs() -> None:
    within, between = np.zeros(100, int), np.zeros(100, int)
    within[[60, 90]], between[[50, 60]] = [1, 3], [30, 10]
    figure = within_between_figure(within, between)
    bars = {bar.name: bar.y for bar in figure.data}
    assert bars["the same class: 4 pairs"][[60, 90]].tolist() == [0.25, 0.75]
    assert bars["two classes: 40 pairs"][[50, 60]].tolist() == [0.75, 0.25]
    low, high = figure.layout.xaxis.range
    assert low < 0.01 < 0.81 < high
    assert not figure.layout.annotations
    told = within_between_figure(within, between, note="of a part").layout.annotations
    assert [annotation.text for annotation in told] == ["of a part"]


def test_nothing_can_be_drawn() -> None:
    assert json.loads(spectrum_figure(np.zeros(3), 0).to_json())
    assert json.loads(within_between_figure(np.zeros(4, int), np.zeros(4, int)).to_json())


def test_light_and_dark_differ_in_their_template_only() -> None:
    def bare(theme: str) -> list[dict]:
        figures = [
            heat_map_figure(np.eye(4), EDGES, BOUNDARIES, NAMES, theme),
            spectrum_figure(np.arange(4, 0, -1), 10, theme),
            within_between_figure(np.ones(4, int), np.ones(4, int), theme),
        ]
        contents = [json.loads(figure.to_json()) for figure in figures]
        for content in contents:
            content["layout"].pop("template")
        return contents

    light, dark = (bare(theme) for theme in Theme)
    assert light == dark
    with pytest.raises(InputError, match="light, dark"):
        spectrum_figure(np.ones(4), 4, theme="sepia")
