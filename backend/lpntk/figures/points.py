"""What figures with a point for every sample share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.figures.theme import colour_of, symbol_of

LARGEST = 100_000
"""The most points that are drawn."""
LONGEST_LEGEND = 24


def shown_rows(count: int) -> NDArray[np.int64]:
    """(n,) int64: which of so many samples are drawn; of too many a random part, always the same."""
    if count <= LARGEST:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, LARGEST, replace=False))


def point_size(count: int) -> int:
    """The diameter of one of so many points in pixels: the more there are, the smaller."""
    return next(size for limit, size in ((500, 9), (3000, 7), (15_000, 5), (np.inf, 4)) if count < limit)


def add_by_class(
    figure: go.Figure,
    x: NDArray[np.floating],
    y: NDArray[np.floating],
    index: NDArray[np.int64],
    labels: NDArray[np.int64],
    class_names: Sequence[str],
    *,
    rows: NDArray[np.int64],
    hover: str,
) -> None:
    """Draw a point for some of the samples, class by class; a legend only where it is not too long.

    Parameters
    ----------
    x, y, index, labels
        (N,); a click finds a point's index in its customdata.
    class_names
        K names.
    rows
        (n,): who is drawn.
    hover
        What is said of x and y after the index and the class.
    """
    for label in np.unique(labels[rows]):
        own = rows[labels[rows] == label]
        figure.add_scattergl(
            x=x[own],
            y=y[own],
            customdata=index[own],
            name=escape(class_names[label]),
            mode="markers",
            marker={
                "size": point_size(len(rows)),
                "opacity": 0.7,
                "color": colour_of(int(label)),
                "symbol": symbol_of(int(label)),
            },
            hovertemplate=f"<b>%{{customdata}}</b>, %{{fullData.name}}<br>{hover}<extra></extra>",
        )
    figure.update_layout(showlegend=len(figure.data) <= LONGEST_LEGEND)


def note_of(figure: go.Figure, shown: int, count: int) -> None:
    """Say on a figure how many of the samples it shows, where that is not all."""
    if shown < count:
        figure.add_annotation(
            text=f"{shown:,} of {count:,} samples shown",
            xref="paper",
            yref="paper",
            x=0,
            y=0,
            xanchor="left",
            yanchor="bottom",
        )
