"""A few large clusters and a long tail: how large the clusters of each class are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.points import LONGEST_LEGEND
from lpntk.figures.theme import colour_of, symbol_of, template


def cluster_sizes_figure(
    sizes: NDArray[np.int64],
    labels: NDArray[np.int64],
    class_names: Sequence[str],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw the clusters of each class from the largest to the smallest.

    Parameters
    ----------
    sizes, labels
        (M,) int64: how many samples each cluster holds, and its class.
    class_names
        K names.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = go.Figure(layout={"template": template(theme)})
    for label in np.unique(labels):
        falling = np.sort(sizes[labels == label])[::-1]
        figure.add_scatter(
            x=np.arange(1, len(falling) + 1),
            y=falling,
            name=escape(class_names[label]),
            mode="lines+markers",
            line={"width": 1.5, "color": colour_of(int(label))},
            marker={"size": 5, "symbol": symbol_of(int(label))},
            hovertemplate="%{fullData.name}, cluster %{x}<br><b>%{y}</b> samples<extra></extra>",
        )
    figure.update_layout(
        xaxis={"title": {"text": "clusters of a class, the largest first"}, "showgrid": False},
        yaxis={"title": {"text": "samples (log)"}, "type": "log", "dtick": 1},
        showlegend=len(figure.data) <= LONGEST_LEGEND,
    )
    return figure
