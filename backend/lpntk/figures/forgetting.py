"""What was foretold to be forgotten in each step, and what was."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from lpntk.domain.exports import Theme
from lpntk.figures.theme import NEUTRAL, colour_of, template

HAPPENED = "forgotten"


def forgetting_figure(
    counts: Mapping[str, NDArray[np.floating]],
    hits: Mapping[str, NDArray[np.floating]],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw how many samples were forgotten in each step and how many foretold, and the F1 so far.

    Parameters
    ----------
    counts
        (S,) by name: "forgotten", and by the way of foretelling how many were named.
    hits
        (S,) by the way of foretelling: how many of those named were forgotten.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.08, row_heights=[0.6, 0.4])
    figure.update_layout(template=template(theme))
    steps = np.arange(1, len(counts[HAPPENED]) + 1)
    figure.add_bar(
        x=steps,
        y=counts[HAPPENED],
        name=HAPPENED,
        marker={"color": NEUTRAL, "opacity": 0.5, "line": {"width": 0}},
        hovertemplate="step %{x}: <b>%{y:.1f}</b> forgotten<extra></extra>",
        row=1,
        col=1,
    )
    for number, (way, found) in enumerate(hits.items()):
        line = {"width": 1.5, "color": colour_of(number)}
        figure.add_scatter(
            x=steps,
            y=counts[way],
            name=way,
            line=line,
            legendgroup=way,
            hovertemplate="step %{x}: <b>%{y:.1f}</b> foretold<extra></extra>",
            row=1,
            col=1,
        )
        whole = counts[way].cumsum() + counts[HAPPENED].cumsum()
        figure.add_scatter(
            x=steps,
            y=np.divide(2 * found.cumsum(), whole, out=np.full(len(steps), np.nan), where=whole > 0),
            name=way,
            line=line,
            legendgroup=way,
            showlegend=False,
            hovertemplate="up to step %{x}: <b>%{y:.2f}</b><extra></extra>",
            row=2,
            col=1,
        )
    figure.update_xaxes(showgrid=False)
    figure.update_xaxes(title={"text": "step"}, row=2, col=1)
    figure.update_yaxes(title={"text": "samples"}, row=1, col=1)
    figure.update_yaxes(title={"text": "F1 so far"}, range=[0, 1.02], row=2, col=1)
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"})
    return figure
