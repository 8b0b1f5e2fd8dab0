"""What figures with a point for every sample share."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

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
