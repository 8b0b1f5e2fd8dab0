"""The map of all samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain import InputError, require_one_of
from lpntk.domain.exports import Theme
from lpntk.figures.points import LONGEST_LEGEND, note_of, point_size, shown_rows
from lpntk.figures.theme import ACCENT, NEUTRAL, PALETTE, WARM, colour_of, scale_of, symbol_of, template

COLOURS = ("class", "cluster", "pruned")
"""What points can be coloured by, beside a number that each has."""
BY_VALUE = "value"


@dataclass(frozen=True, eq=False)
class _Points:
    """The points that are drawn: places, indices and class names."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    index: NDArray[np.int64]
    names: NDArray[np.str_]

    def trace(self, rows: NDArray[np.bool_] | NDArray[np.int64], name: str, **marker: object) -> go.Scattergl:
        """Some of the points under one name; a click finds a point's index in its customdata."""
        return go.Scattergl(
            x=self.x[rows],
            y=self.y[rows],
            customdata=self.index[rows],
            text=self.names[rows],
            name=name,
            mode="markers",
            marker={"size": self.size, "opacity": 0.8, **marker},
            hovertemplate="<b>%{customdata}</b><br>%{text}<extra></extra>",
        )

    @property
    def size(self) -> int:
        """The diameter of a point in pixels: the more there are, the smaller."""
        return point_size(len(self.x))


def map_figure(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    index: NDArray[np.int64],
    labels: NDArray[np.int64],
    class_names: Sequence[str],
    *,
    colour: str = "class",
    heads: NDArray[np.int64] | None = None,
    pruned: NDArray[np.int64] | None = None,
    values: NDArray[Any] | None = None,
    title: str = "",
    categories: Sequence[str] = (),
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw every sample at its place.

    Of more than 100,000 samples a random part of that size is drawn, always the same, and a note says so.

    Parameters
    ----------
    x, y
        (N,) coordinates.
    index, labels
        (N,) int64. `customdata` holds each point's index.
    class_names
        K names.
    colour
        "class"; "cluster": the largest clusters, with their heads larger and outlined, the others grey;
        "pruned": what stays and what goes; or `BY_VALUE`: a number that each sample has.
    heads
        (N,) int64: index of the head of each sample's cluster; for "cluster".
    pruned
        (M,) int64: indices of what goes; for "pruned".
    values, title
        (N,) numbers, or bool for a yes or no, and what they are called; for `BY_VALUE`. What is NaN is grey.
    categories
        Where the numbers 0, 1, … stand for groups: their names.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If colour or theme is unknown, or what the colour needs is missing.
    """
    require_one_of(colour, (*COLOURS, BY_VALUE), "colour", field="colour")
    shown = shown_rows(len(index))
    names = np.array([escape(name) for name in class_names])[labels[shown]]
    points = _Points(x[shown], y[shown], index[shown], names)
    legend = None
    if colour == "class":
        traces = _by_class(points, labels[shown], class_names)
    elif colour == "cluster":
        traces, legend = _by_cluster(points, _given(heads, "heads"), shown), "Cluster: size"
    elif colour == "pruned":
        traces = _by_plan(points, index, _given(pruned, "pruned"))
    else:
        traces, legend = _by_value(points, _given(values, "values")[shown], title, categories), title
    figure = go.Figure(traces, layout={"template": template(theme)})
    hidden = {"visible": False, "showgrid": False}
    figure.update_layout(
        xaxis=hidden,
        yaxis={**hidden, "scaleanchor": "x", "scaleratio": 1},
        legend={"title": {"text": legend}},
        coloraxis={"colorscale": scale_of(theme), "colorbar": {"title": {"text": title}}},
        showlegend=len(traces) <= LONGEST_LEGEND,
        dragmode="pan",
        uirevision="map",
    )
    note_of(figure, len(shown), len(index))
    return figure


def _given(values: NDArray[Any] | None, what: str) -> NDArray[Any]:
    if values is None:
        raise InputError(f"The map cannot be coloured so without {what}: give {what}.", field=what)
    return values


def _by_class(points: _Points, labels: NDArray[np.int64], class_names: Sequence[str]) -> list[go.Scattergl]:
    return [
        points.trace(
            labels == label,
            escape(class_names[label]),
            color=colour_of(int(label)),
            symbol=symbol_of(int(label)),
        )
        for label in np.unique(labels)
    ]


def _by_cluster(points: _Points, heads: NDArray[np.int64], shown: NDArray[np.int64]) -> list[go.Scattergl]:
    clusters, sizes = np.unique(heads, return_counts=True)
    largest = np.argsort(-sizes, kind="stable")[: len(PALETTE)]
    own, is_head = heads[shown], points.index == heads[shown]
    coloured = np.isin(own, clusters[largest])
    traces = []
    if not coloured.all():
        others = ~coloured & ~is_head
        traces.append(points.trace(others, "others", color=NEUTRAL, opacity=0.35))
    for rank, position in enumerate(largest):
        rows = (own == clusters[position]) & ~is_head
        traces.append(points.trace(rows, f"{clusters[position]}: {sizes[position]:,}", color=colour_of(rank)))
    colour = {int(clusters[position]): colour_of(rank) for rank, position in enumerate(largest)}
    rows = np.flatnonzero(is_head)
    traces.append(
        points.trace(
            rows,
            "heads",
            color=[colour.get(int(head), NEUTRAL) for head in own[rows]],
            size=points.size + np.where(coloured[rows], 6, 1),
            opacity=1,
            line={"width": np.where(coloured[rows], 1.5, 0.5)},
        )
    )
    return traces


def _by_plan(points: _Points, index: NDArray[np.int64], pruned: NDArray[np.int64]) -> list[go.Scattergl]:
    goes = np.isin(points.index, pruned)
    count = int(np.isin(index, pruned).sum())
    return [
        points.trace(goes, f"pruned: {count:,}", color=WARM, opacity=0.45),
        points.trace(~goes, f"kept: {len(index) - count:,}", color=ACCENT),
    ]


def _by_value(
    points: _Points, values: NDArray[Any], title: str, categories: Sequence[str]
) -> list[go.Scattergl]:
    if categories:
        return [
            points.trace(values == number, f"{name}: {(values == number).sum():,}", color=colour_of(number))
            for number, name in enumerate(categories)
        ]
    if values.dtype == np.bool_:
        yes, no = f"{title}: {values.sum():,}", f"not {title}: {(~values).sum():,}"
        return [points.trace(~values, no, color=WARM), points.trace(values, yes, color=ACCENT)]
    known = np.isfinite(values)
    traces = [points.trace(known, title, color=values[known], coloraxis="coloraxis")]
    traces[0].showlegend = False
    if not known.all():
        traces.append(points.trace(~known, "not known", color=NEUTRAL, opacity=0.35))
    return traces
