"""The map holds every sample once, under its index, in the right colour."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from lpntk.domain import InputError
from lpntk.figures import COLOURS, map_figure
from lpntk.figures.theme import NEUTRAL, PALETTE

COUNT = 90
INDEX = np.arange(COUNT) * 2 + 11
LABELS = np.arange(COUNT) % 3
NAMES = ("cat", "dog <b>", "50 %{x}")
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, COUNT)).astype(np.float32)
# Thirty clusters, the first of thirty-two samples, then of two each.
HEADS = INDEX[np.concatenate([np.zeros(32, int), np.repeat(np.arange(32, 90, 2), 2)])]


def drawn(**options: object) -> go.Figure:
    return map_figure(X, Y, INDEX, LABELS, NAMES, heads=HEADS, pruned=INDEX[::3], **options)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_sample_is_drawn_once_with_its_index(colour: str, theme: str) -> None:
    figure = drawn(colour=colour, theme=theme)
    index = np.concatenate([trace.customdata for trace in figure.data])
    assert sorted(index) == INDEX.tolist()
    order = np.argsort(index)
    np.testing.assert_array_equal(np.concatenate([trace.x for trace in figure.data])[order], X)
    np.testing.assert_array_equal(np.concatenate([trace.y for trace in figure.data])[order], Y)
    hover = np.concatenate([trace.text for trace in figure.data])[order]
    assert hover.tolist() == [["cat", "dog &lt;b&gt;", "50 %{x}"][label] for label in LABELS]
    assert {trace.type for trace in figure.data} == {"scattergl"}
    assert "%{customdata}" in figure.data[0].hovertemplate
    assert json.loads(figure.to_json())["data"]


def test_is_square_without_axes_on_a_transparent_ground() -> None:
    layout = drawn().layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.xaxis.visible is layout.yaxis.visible is False
    assert layout.template.layout.paper_bgcolor == layout.template.layout.plot_bgcolor == "rgba(0,0,0,0)"


def test_classes_have_a_colour_each() -> None:
    figure = drawn(colour="class")
    assert [trace.name for trace in figure.data] == ["cat", "dog &lt;b&gt;", "50 %{x}"]
    for label, trace in enumerate(figure.data):
        assert trace.customdata.tolist() == INDEX[label == LABELS].tolist()
    assert len({trace.marker.color for trace in figure.data}) == 3


def test_a_hundred_classes_stay_apart_and_need_no_legend() -> None:
    labels = np.arange(100)
    figure = map_figure(labels, labels, labels, labels, [f"class {k}" for k in labels])
    looks = {(trace.marker.color, trace.marker.symbol) for trace in figure.data}
    assert len(looks) == 100
    assert figure.layout.showlegend is False


def test_a_class_that_does_not_occur_has_no_trace_and_the_others_keep_their_colour() -> None:
    figure = map_figure(X[:2], Y[:2], INDEX[:2], np.array([0, 2]), NAMES)
    assert [trace.marker.color for trace in figure.data] == [PALETTE[0], PALETTE[2]]


def test_the_largest_clusters_are_coloured_and_heads_stand_out() -> None:
    figure = drawn(colour="cluster")
    others, first, heads = figure.data[0], figure.data[1], figure.data[-1]
    assert others.marker.color == NEUTRAL
    assert first.name == f"{INDEX[0]}: 32"
    assert first.customdata.tolist() == INDEX[1:32].tolist()
    assert sorted(heads.customdata) == sorted(set(HEADS))
    coloured = [colour for colour in heads.marker.color if colour != NEUTRAL]
    assert sorted(coloured) == sorted(PALETTE)
    assert heads.marker.size.min() > first.marker.size
    assert heads.marker.line.width[0] > 0
    assert len(figure.data) == 1 + len(PALETTE) + 1


def test_few_clusters_leave_no_others() -> None:
    figure = map_figure(X, Y, INDEX, LABELS, NAMES, colour="cluster", heads=INDEX[LABELS])
    assert [trace.name for trace in figure.data] == ["11: 30", "13: 30", "15: 30", "heads"]


def test_what_goes_is_told_from_what_stays() -> None:
    pruned, kept = drawn(colour="pruned").data
    assert (pruned.name, kept.name) == ("pruned: 30", "kept: 60")
    assert pruned.customdata.tolist() == INDEX[::3].tolist()
    assert pruned.marker.opacity < kept.marker.opacity


@pytest.mark.parametrize("colour", COLOURS)
def test_past_a_hundred_thousand_a_part_is_drawn(colour: str) -> None:
    count = 100_500
    index = np.arange(count)
    labels = index % 3
    figures = [
        map_figure(index, index, index, labels, NAMES, colour=colour, heads=labels, pruned=index[:500])
        for _ in range(2)
    ]
    first, second = (np.concatenate([trace.customdata for trace in figure.data]) for figure in figures)
    assert len(np.unique(first)) == 100_000
    np.testing.assert_array_equal(first, second)
    assert figures[0].layout.annotations[0].text == "100,000 of 100,500 samples shown"
    if colour == "pruned":
        assert [trace.name for trace in figures[0].data] == ["pruned: 500", "kept: 100,000"]


def test_says_what_is_missing_or_unknown() -> None:
    given = (X, Y, INDEX, LABELS, NAMES)
    for field, options in [
        ("heads", {"colour": "cluster"}),
        ("pruned", {"colour": "pruned"}),
        ("colour", {"colour": "loss"}),
        ("theme", {"theme": "sepia"}),
    ]:
        with pytest.raises(InputError) as caught:
            map_figure(*given, **options)
        assert caught.value.field == field
