"""One score of two analyses against itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.points import add_by_class, note_of, shown_rows
from lpntk.figures.theme import NEUTRAL, template


def compare_figure(
    first: NDArray[np.floating],
    second: NDArray[np.floating],
    index: NDArray[np.int64],
    labels: NDArray[np.int64],
    class_names: Sequence[str],
    *,
    title: str,
    names: tuple[str, str],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw a score of every sample in one analysis against the same in another.

    On the line both say the same. Of more than 100,000 samples a random part of that size is drawn, always
    the same, and a note says so; samples that have no such score in one of the two are left out.

    Parameters
    ----------
    first, second
        (N,), NaN where not known.
    index, labels
        (N,) int64. `customdata` holds each point's index.
    class_names
        K names.
    title
        The score's.
    names
        The two analyses'.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    known = np.flatnonzero(~np.isnan(first) & ~np.isnan(second))
    shown = known[shown_rows(len(known))]
    figure = go.Figure(layout={"template": template(theme)})
    add_by_class(
        figure, first, second, index, labels, class_names, rows=shown, hover="%{x:.4g}, then %{y:.4g}"
    )
    if len(known):
        ends = {
            "0": float(min(first[known].min(), second[known].min())),
            "1": float(max(first[known].max(), second[known].max())),
        }
        corners = {f"{axis}{end}": value for end, value in ends.items() for axis in "xy"}
        figure.add_shape(type="line", **corners, line={"color": NEUTRAL, "width": 1}, layer="below")
    one, other = (escape(name) for name in names)
    figure.update_layout(
        xaxis={"title": {"text": f"{escape(title)}: {one}"}},
        yaxis={"title": {"text": f"{escape(title)}: {other}"}},
    )
    note_of(figure, len(shown), len(known))
    return figure
