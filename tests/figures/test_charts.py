"""The histogram, the classes and the cluster sizes show the numbers they are given."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lpntk.domain import HISTOGRAM_BINS, InputError, Relation
from lpntk.domain.exports import Theme
from lpntk.figures import class_means_figure, cluster_sizes_figure, histogram_figure

NAMES = ("a", "b", "<c>")


def test_bars_add_up_and_belong_to_relations() -> None:
    counts = np.arange(HISTOGRAM_BINS)
    figure = histogram_figure(counts)
    share = {round(x, 4): y for bar in figure.data for x, y in zip(bar.x, bar.y, strict=True)}
    assert len(share) == HISTOGRAM_BINS
    middles = np.linspace(-0.99, 0.99, HISTOGRAM_BINS).round(4)
    np.testing.assert_allclose([share[x] for x in middles], counts / counts.sum())
    bars = {bar.name.split(":")[0]: bar.x for bar in figure.data}
    assert bars["interchangeable"].min() == pytest.approx(0.81)
    assert bars["contradictory"].max() == pytest.approx(-0.31)
    assert np.abs(bars["unrelated"]).max() == pytest.approx(0.09)
    assert len(bars["in between"]) == HISTOGRAM_BINS - 10 - 35 - 10


def test_thresholds_move_the_relations() -> None:
    counts = np.zeros(HISTOGRAM_BINS, int)
    counts[[-1, -6]] = [1, 9999]
    strict, loose = (
        histogram_figure(counts, {Relation.INTERCHANGEABLE: value}).data[2].name for value in (0.95, 0.5)
    )
    assert strict == "interchangeable: <0.1 %"
    assert loose == "interchangeable: 100.0 %"


def test_no_pairs_make_an_empty_histogram() -> None:
    assert all(not bar.y.any() for bar in histogram_figure(np.zeros(HISTOGRAM_BINS, int)).data)


def test_class_means_are_centred_on_zero() -> None:
    means = np.array([[0.5, -0.7, np.nan], [-0.7, 0.2, -0.001], [np.nan, -0.001, 0.1]])
    figure = class_means_figure(means, NAMES)
    heatmap, numbers = figure.data
    np.testing.assert_array_equal(heatmap.z, means)
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-0.7, 0.7)
    assert list(numbers.text) == [".50", "-.70", "-.70", ".20", ".00", ".00", ".10"]
    assert (numbers.x[1], numbers.y[1]) == (1, 0)
    assert numbers.textfont.size >= 11
    assert not figure.layout.coloraxis.showscale
    assert heatmap.customdata[0][1] == "a and b<br><b>-0.70</b>"
    assert heatmap.customdata[0][2].startswith("a and &lt;c&gt;")
    assert figure.layout.yaxis.scaleanchor == "x"
    assert json.loads(figure.to_json())


def test_class_means_that_are_not_known_or_many_can_be_drawn() -> None:
    assert class_means_figure(np.full((2, 2), np.nan), NAMES[:2]).to_json()
    many = class_means_figure(np.eye(60), [str(k) for k in range(60)])
    assert len(many.data) == 1
    assert many.layout.coloraxis.showscale


def test_cluster_sizes_fall() -> None:
    figure = cluster_sizes_figure(np.array([1, 5, 3, 2, 2]), np.array([0, 0, 0, 2, 2]), NAMES)
    assert [line.name for line in figure.data] == ["a", "&lt;c&gt;"]
    assert [line.y.tolist() for line in figure.data] == [[5, 3, 1], [2, 2]]
    assert figure.data[0].x.tolist() == [1, 2, 3]
    assert figure.layout.yaxis.type == "log"


def test_light_and_dark_differ_in_their_template_and_the_ink_of_numbers_only() -> None:
    def bare(theme: str) -> list[dict]:
        figures = [
            histogram_figure(np.ones(HISTOGRAM_BINS, int), theme=theme),
            class_means_figure(np.eye(3), NAMES, theme),
            cluster_sizes_figure(np.array([3]), np.array([0]), NAMES, theme),
        ]
        contents = [json.loads(figure.to_json()) for figure in figures]
        for content in contents:
            assert content["layout"].pop("template")["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
            for trace in content["data"]:
                if "meta" in trace:
                    assert trace["textfont"].pop("color") == trace["meta"]["ink"][theme]
        return contents

    light, dark = (bare(theme) for theme in Theme)
    assert light == dark


def test_names_the_themes_there_are() -> None:
    with pytest.raises(InputError, match="light, dark"):
        histogram_figure(np.ones(4, int), theme="sepia")
