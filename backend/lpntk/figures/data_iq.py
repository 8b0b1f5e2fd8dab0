"""How sure a classifier was of each label during its training, against how undecided (Data-IQ)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.points import add_by_class, note_of, shown_rows
from lpntk.figures.theme import ACCENT, NEUTRAL, WARM, template

# p (1 - p) is at most .25; a little more leaves room for the names of the groups.
_RIGHT_EDGE, _TOP_EDGE = 0.27, 1.08


def data_iq_figure(
    uncertainty: NDArray[np.floating],
    confidence: NDArray[np.floating],
    index: NDArray[np.int64],
    labels: NDArray[np.int64],
    class_names: Sequence[str],
    *,
    easy: float = 0.75,
    hard: float = 0.25,
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw every sample by aleatoric uncertainty and mean confidence, before the three groups of Data-IQ.

    Of more than 100,000 samples a random part of that size is drawn, always the same, and a note says so.

    Parameters
    ----------
    uncertainty, confidence
        (N,) in [0, .25] and [0, 1]: the means over the epochs of p (1 - p) and of p, the label's probability.
    index, labels
        (N,) int64. `customdata` holds each point's index.
    class_names
        K names.
    easy, hard
        From which confidence on, and up to which, samples are easy and hard whose uncertainty is at most the
        median of all. The others are ambiguous.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    shown = shown_rows(len(index))
    figure = go.Figure(layout={"template": template(theme)})
    hover = "confidence %{y:.3f}, uncertainty %{x:.3f}"
    add_by_class(figure, uncertainty, confidence, index, labels, class_names, rows=shown, hover=hover)
    median = float(np.median(uncertainty))
    zones = (
        (ACCENT, (0, easy, median, 1)),
        (NEUTRAL, (median, 0, _RIGHT_EDGE, 1)),
        (NEUTRAL, (0, hard, median, easy)),
        (WARM, (0, 0, median, hard)),
    )
    for colour, (x0, y0, x1, y1) in zones:
        corners = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
        figure.add_shape(
            type="rect", **corners, fillcolor=colour, opacity=0.14, line={"width": 0}, layer="below"
        )
    figure.update_layout(
        xaxis={"title": {"text": "aleatoric uncertainty"}, "range": [-0.005, _RIGHT_EDGE], "showgrid": False},
        yaxis={"title": {"text": "mean confidence"}, "range": [-0.02, _TOP_EDGE], "showgrid": False},
    )
    # The easy lie so close together that a name among them could not be read.
    places = {"easy": (0, 1, "left"), "ambiguous": (_RIGHT_EDGE, 0.5, "right"), "hard": (0, 0, "left")}
    for name, (x, y, side) in places.items():
        figure.add_annotation(text=f"<b>{name}</b>", x=x, y=y, xanchor=side, yanchor="bottom")
    note_of(figure, len(shown), len(index))
    return figure
