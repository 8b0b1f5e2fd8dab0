"""How fast samples are learnt, alone and in company."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain import Relation
from lpntk.domain.exports import Theme
from lpntk.figures.theme import ACCENT, NEUTRAL, PALETTE, WARM, template

_COLOURS = {
    Relation.INTERCHANGEABLE: ACCENT,
    Relation.UNRELATED: PALETTE[4],
    Relation.CONTRADICTORY: WARM,
}


def difficulty_company_figure(
    curves: Mapping[str, NDArray[np.floating]], theme: Theme = Theme.LIGHT
) -> go.Figure:
    """Draw the mean error of the targets over the updates, a line a company, with its standard error.

    Parameters
    ----------
    curves
        By company, "alone" or a relation: (T, U + 1), the error of each target before and after each update.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = go.Figure(layout={"template": template(theme)})
    for name, errors in curves.items():
        if not len(errors):
            continue
        colour = _COLOURS.get(name, NEUTRAL)  # type: ignore[call-overload]
        updates, mean = np.arange(errors.shape[1]), errors.mean(axis=0)
        spread = errors.std(axis=0, ddof=1) / np.sqrt(len(errors)) if len(errors) > 1 else 0 * mean
        figure.add_scatter(
            x=np.concatenate([updates, updates[::-1]]),
            y=np.concatenate([mean + spread, (mean - spread)[::-1]]),
            fill="toself",
            fillcolor=colour,
            opacity=0.15,
            line={"width": 0},
            legendgroup=name,
            showlegend=False,
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=updates,
            y=mean,
            name=str(name),
            legendgroup=name,
            line={"width": 2, "color": colour, "dash": "solid" if name in _COLOURS else "dash"},
            hovertemplate="%{fullData.name}, after %{x}<br><b>%{y:.3f}</b><extra></extra>",
        )
    figure.update_layout(
        xaxis={"title": {"text": "updates"}, "showgrid": False},
        yaxis={"title": {"text": "error of the target"}, "rangemode": "tozero"},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    return figure
