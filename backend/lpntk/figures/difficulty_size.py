"""How much the difficulties of samples in sets of different sizes agree."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from lpntk.domain.exports import Theme
from lpntk.figures.cells import cell_numbers
from lpntk.figures.theme import ACCENT, NEUTRAL, template

_NUMBER_SIZE = 12


def difficulty_size_figure(
    sizes: NDArray[np.int64], correlations: NDArray[np.floating], theme: Theme = Theme.LIGHT
) -> go.Figure:
    """Draw the correlation of difficulty between every two sizes, as a matrix and over the gap.

    Parameters
    ----------
    sizes
        (S,) samples a class, ascending.
    correlations
        (R, S, S) of each of R runs; NaN where there is none.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = make_subplots(1, 2, column_widths=[0.45, 0.55], horizontal_spacing=0.16)
    figure.update_layout(template=template(theme))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing, which is NaN as it should be
        means = np.nanmean(correlations, axis=0) if len(correlations) else np.empty((len(sizes), len(sizes)))
    names = [f"{size:,}" for size in sizes.tolist()]
    places = np.arange(len(sizes))
    figure.add_heatmap(
        z=means,
        x=places,
        y=places,
        text=[["" if np.isnan(mean) else f"{mean:.2f}" for mean in row] for row in means],
        customdata=[[f"{row} and {column} a class" for column in names] for row in names],
        hovertemplate="%{customdata}<br><b>%{text}</b><extra></extra>",
        coloraxis="coloraxis",
        xgap=1,
        ygap=1,
        hoverongaps=False,
        row=1,
        col=1,
    )
    figure.add_trace(
        cell_numbers(means, [[f"{mean:.2f}" for mean in row] for row in means], 1, theme, _NUMBER_SIZE),
        row=1,
        col=1,
    )
    pairs = list(combinations(places.tolist(), 2))
    gaps = np.array([sizes[larger] / sizes[smaller] for smaller, larger in pairs])
    for run in correlations:
        figure.add_scatter(
            x=gaps,
            y=[run[pair] for pair in pairs],
            mode="markers",
            marker={"size": 6, "color": NEUTRAL, "opacity": 0.6},
            name="each run",
            showlegend=False,
            hovertemplate="gap %{x:.3~g}<br>%{y:.2f}<extra></extra>",
            row=1,
            col=2,
        )
    figure.add_scatter(
        x=gaps,
        y=[means[pair] for pair in pairs],
        customdata=[f"{names[smaller]} and {names[larger]}" for smaller, larger in pairs],
        mode="markers",
        marker={"size": 11, "color": ACCENT},
        name="mean",
        showlegend=False,
        hovertemplate="%{customdata} a class<br><b>%{y:.2f}</b><extra></extra>",
        row=1,
        col=2,
    )
    axis = {"tickvals": places, "ticktext": names, "showgrid": False, "title": {"text": "samples a class"}}
    figure.update_xaxes(axis, range=(-0.5, len(sizes) - 0.5), row=1, col=1)
    figure.update_yaxes(axis, range=(len(sizes) - 0.5, -0.5), row=1, col=1)
    figure.update_xaxes(type="log", title={"text": "gap: one size over the other (log)"}, row=1, col=2)
    figure.update_yaxes(title={"text": "correlation of difficulty"}, row=1, col=2)
    figure.update_layout(coloraxis={"cmin": -1, "cmax": 1, "showscale": False})
    return figure
