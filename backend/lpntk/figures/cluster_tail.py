"""A few large clusters and a long tail, and how hard the samples of each are."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.theme import ACCENT, WARM, template


def cluster_tail_figure(
    sizes: NDArray[np.int64],
    difficulty: NDArray[np.floating],
    in_body: NDArray[np.bool_],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw each cluster by its size and the mean difficulty of its samples.

    Parameters
    ----------
    sizes, difficulty
        (M,) samples of each cluster, and their mean difficulty.
    in_body
        (M,) whether it is one of the few that hold half of their class.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = go.Figure(layout={"template": template(theme)})
    for name, which, colour in (("body", in_body, ACCENT), ("tail", ~in_body, WARM)):
        figure.add_scattergl(
            x=sizes[which],
            y=difficulty[which],
            name=f"{name}: {int(which.sum()):,} clusters, {int(sizes[which].sum()):,} samples",
            mode="markers",
            marker={"size": 7, "color": colour, "opacity": 0.6},
            hovertemplate="%{x} samples<br>mean difficulty <b>%{y:.2f}</b><extra></extra>",
        )
    figure.update_layout(
        xaxis={"title": {"text": "samples of a cluster (log)"}, "type": "log", "dtick": 1},
        yaxis={"title": {"text": "mean learning difficulty"}, "rangemode": "tozero"},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    return figure
