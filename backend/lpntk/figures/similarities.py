"""How similar samples are, all pairs together and class by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain import RULES, Relation
from lpntk.domain.exports import Theme
from lpntk.figures.cells import cell_numbers
from lpntk.figures.theme import ACCENT, NEUTRAL, PALETTE, WARM, template

_MOST_CLASSES_WITH_NUMBERS = 12
_NUMBER_SIZE = 11


def histogram_figure(
    counts: NDArray[np.int64], thresholds: Mapping[Relation, float] | None = None, theme: Theme = Theme.LIGHT
) -> go.Figure:
    """Draw how the similarities of all pairs are spread, and what they are called.

    Parameters
    ----------
    counts
        (B,) int64: pairs with their similarity in each of B equal bins over [-1, 1].
    thresholds
        Where a similarity counts as a relation; a bin belongs where its middle lies. What is left out has its
        default.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    edges = np.linspace(-1, 1, len(counts) + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    share = counts / max(counts.sum(), 1)
    of = {relation: rule.holds(middle, (thresholds or {}).get(relation)) for relation, rule in RULES.items()}
    zones = {
        "contradictory": (of[Relation.CONTRADICTORY], WARM, 1),
        "unrelated": (of[Relation.UNRELATED], PALETTE[-1], 1),
        "interchangeable": (of[Relation.INTERCHANGEABLE], ACCENT, 1),
        "in between": (~np.any(list(of.values()), axis=0), NEUTRAL, 0.5),
    }
    figure = go.Figure(layout={"template": template(theme)})
    for name, (rows, colour, opacity) in zones.items():
        figure.add_bar(
            x=middle[rows],
            y=share[rows],
            width=0.9 * 2 / len(counts),
            customdata=np.stack([edges[:-1][rows], edges[1:][rows]], axis=1),
            name=f"{name}: {_percent(share[rows].sum())}",
            marker={"color": colour, "opacity": opacity, "line": {"width": 0}},
            hovertemplate="%{customdata[0]:.2f} to %{customdata[1]:.2f}<br>%{y:.3~%} of pairs<extra></extra>",
        )
    figure.update_layout(
        barmode="overlay",
        xaxis={"title": {"text": "similarity"}, "range": [-1.01, 1.01], "showgrid": False},
        yaxis={
            "title": {"text": "share of pairs (log)"},
            "type": "log",
            "tickformat": "~%",
            "dtick": 1,
        },
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    return figure


def class_means_figure(
    means: NDArray[np.floating], class_names: Sequence[str], theme: Theme = Theme.LIGHT
) -> go.Figure:
    """Draw the mean similarity between each two classes.

    Parameters
    ----------
    means
        (K, K): mean over the samples of the row's class of their mean similarity to the column's class; NaN
        where there is none.
    class_names
        K names.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    known = np.abs(means[np.isfinite(means)])
    extent = float(known.max()) if known.size else 1.0
    names = [escape(name) for name in class_names]
    has_numbers = len(names) <= _MOST_CLASSES_WITH_NUMBERS
    numbers = np.arange(len(names))
    figure = go.Figure(
        go.Heatmap(
            z=means,
            x=numbers,
            y=numbers,
            customdata=[
                [f"{one} and {other}<br><b>{mean:z.2f}</b>" for other, mean in zip(names, row, strict=True)]
                for one, row in zip(names, means, strict=True)
            ],
            coloraxis="coloraxis",
            xgap=1,
            ygap=1,
            hoverongaps=False,
            hovertemplate="%{customdata}<extra></extra>",
        ),
        layout={"template": template(theme)},
    )
    if has_numbers:
        # Without the zero before the point they fit the cells.
        texts = [[f"{mean:z.2f}".replace("0.", ".", 1) for mean in row] for row in means]
        figure.add_trace(cell_numbers(means, texts, extent, theme, _NUMBER_SIZE))
    # Numbers need no room beyond the cells.
    first, last = -0.5, len(names) - 0.5
    axis = {
        "tickmode": "array" if len(names) <= 2 * _MOST_CLASSES_WITH_NUMBERS else "auto",
        "tickvals": numbers,
        "ticktext": names,
        "showgrid": False,
        "constrain": "domain",
    }
    figure.update_layout(
        xaxis={**axis, "range": (first, last)},
        yaxis={**axis, "range": (last, first), "scaleanchor": "x"},
        coloraxis={
            "cmin": -extent,
            "cmax": extent,
            "showscale": not has_numbers,
            "colorbar": {"title": {"text": "mean similarity"}},
        },
    )
    return figure


def _percent(share: float) -> str:
    """A share as a person says it."""
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{100 * share:.1f} %"
