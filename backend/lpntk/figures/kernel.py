"""The kernel as a whole: its heat map, its spectrum, and how similar samples of one class and of two are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.theme import ACCENT, NEUTRAL, WARM, template

_LEADING = 50


def heat_map_figure(
    values: NDArray[np.floating],
    edges: NDArray[np.int64],
    boundaries: NDArray[np.int64],
    class_names: Sequence[str],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw mean similarities between runs of samples, with the classes at the edges.

    Parameters
    ----------
    values
        (G, G) in [-1, 1].
    edges
        (G + 1,) int64: the positions at which the runs begin, and at which the last one ends.
    boundaries
        (K + 1,) int64: the positions at which the classes begin, and at which the last one ends.
    class_names
        K names.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    middles = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=middles,
            y=middles,
            coloraxis="coloraxis",
            hovertemplate="positions %{x} and %{y}<br>similarity <b>%{z:.2f}</b><extra></extra>",
        ),
        layout={"template": template(theme)},
    )
    inner = [edge for edge in boundaries[1:-1].tolist() if 0 < edge < edges[-1]]
    for edge in inner:
        line = {"color": NEUTRAL, "width": 0.5}
        figure.add_vline(x=edge, line=line)
        figure.add_hline(y=edge, line=line)
    axis = {
        "tickmode": "array",
        "tickvals": (boundaries[:-1] + boundaries[1:]) / 2,
        "ticktext": [escape(name) for name in class_names],
        "range": [int(edges[0]), int(edges[-1])],
        "showgrid": False,
        "constrain": "domain",
    }
    figure.update_layout(
        xaxis=axis,
        yaxis={**axis, "range": [int(edges[-1]), int(edges[0])], "scaleanchor": "x"},
        coloraxis={"cmin": -1, "cmax": 1, "colorbar": {"title": {"text": "similarity"}}},
    )
    return figure


def spectrum_figure(eigenvalues: NDArray[np.floating], trace: float, theme: Theme = Theme.LIGHT) -> go.Figure:
    """Draw the leading eigenvalues as shares of the trace, and what they hold together.

    Parameters
    ----------
    eigenvalues
        (L,) the largest first.
    trace
        The sum of all of them.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    shares = np.asarray(eigenvalues[:_LEADING], dtype=np.float64) / (trace or 1)
    shares = shares[shares > 0]
    number = np.arange(1, len(shares) + 1)
    together = np.cumsum(shares)
    figure = go.Figure(layout={"template": template(theme)})
    figure.add_scatter(
        x=number,
        y=shares,
        customdata=together,
        name="each",
        mode="lines+markers",
        line={"width": 1.5, "color": ACCENT},
        marker={"size": 5},
        hovertemplate=(
            "eigenvalue %{x}<br><b>%{y:.3~%}</b> of the trace, %{customdata:.1%} together<extra></extra>"
        ),
    )
    figure.add_scatter(
        x=number,
        y=together,
        name="together",
        mode="lines",
        line={"width": 1.5, "color": WARM, "dash": "dot"},
        hovertemplate="the first %{x}<br><b>%{y:.1%}</b> of the trace<extra></extra>",
    )
    figure.update_layout(
        xaxis={"title": {"text": "eigenvalue, the largest first"}, "showgrid": False},
        yaxis={"title": {"text": "share of the trace (log)"}, "type": "log", "tickformat": "~%", "dtick": 1},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    return figure


def within_between_figure(
    within: NDArray[np.int64],
    between: NDArray[np.int64],
    theme: Theme = Theme.LIGHT,
    *,
    note: str | None = None,
) -> go.Figure:
    """Draw how similar samples of the same class are, and samples of two classes.

    Parameters
    ----------
    within, between
        (B,) int64: pairs with their similarity in each of B equal bins over [-1, 1].
    theme
        "light" or "dark".
    note
        Which samples they are of, where that is not all.

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    edges = np.linspace(-1, 1, len(within) + 1)
    figure = go.Figure(layout={"template": template(theme)})
    for name, counts, colour in (("two classes", between, WARM), ("the same class", within, ACCENT)):
        share = counts / max(counts.sum(), 1)
        figure.add_bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=share,
            width=2 / len(counts),
            customdata=np.stack([edges[:-1], edges[1:]], axis=1),
            name=f"{name}: {int(counts.sum()):,} pairs",
            marker={"color": colour, "opacity": 0.6, "line": {"width": 0}},
            hovertemplate=(
                f"{name}, %{{customdata[0]:.2f}} to %{{customdata[1]:.2f}}<br>"
                "<b>%{y:.3~%}</b> of its pairs<extra></extra>"
            ),
        )
    seen = np.flatnonzero(within + between)
    low, high = (edges[seen[0]], edges[seen[-1] + 1]) if len(seen) else (-1.0, 1.0)
    figure.update_layout(
        barmode="overlay",
        xaxis={
            "title": {"text": "similarity"},
            "range": [max(-1.01, float(low) - 0.05), min(1.01, float(high) + 0.05)],
            "showgrid": False,
        },
        yaxis={"title": {"text": "share of their pairs"}, "tickformat": "~%"},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    if note is not None:
        corner = {"x": 1, "y": 1, "xanchor": "right", "yanchor": "top"}
        figure.add_annotation(text=note, xref="paper", yref="paper", **corner)
    return figure
