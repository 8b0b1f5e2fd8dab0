"""Numbers in the cells of a heat map, black or white by what is easier to read on each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain.exports import Theme
from lpntk.figures.theme import diverging_at

BLACK, WHITE = "#000000", "#ffffff"
# Where black and white have the same contrast, (L + .05) / .05 = 1.05 / (L + .05): 4.58, more than the 4.5 of
# WCAG 2.2, success criterion 1.4.3.
_SAME_CONTRAST = 0.179


def luminance(colours: NDArray[np.floating]) -> NDArray[np.float64]:
    """(…,) in [0, 1]: the relative luminance of sRGB colours (…, 3) in [0, 255], as WCAG 2.2 defines it."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ink_on(colours: NDArray[np.floating]) -> NDArray[np.str_]:
    """(…,): black or white, whichever has the larger contrast on sRGB colours (…, 3) in [0, 255]."""
    return np.where(luminance(colours) > _SAME_CONTRAST, BLACK, WHITE)


def cell_numbers(
    values: NDArray[np.floating], texts: Sequence[Sequence[str]], extent: float, theme: Theme, size: int
) -> go.Scatter:
    """What is written into the cells of a heat map from -extent to extent.

    Plotly's own choice of a colour, white or a dark grey, is hard to read on colours between the two. A heat
    map has one colour for all of its numbers, so they are a trace of their own; `meta` has their colours in
    each theme, for a figure whose theme is changed.

    Parameters
    ----------
    values
        (R, C); nothing is written where it is NaN.
    texts
        R rows of C.
    extent
        The value that has the last colour.
    size
        Of the letters, in pixels.
    """
    rows, columns = np.nonzero(np.isfinite(values))
    shares = values[rows, columns] / extent if extent else np.zeros(len(rows))
    inks = {one: ink_on(diverging_at(shares, one)).tolist() for one in Theme}
    return go.Scatter(
        x=columns,
        y=rows,
        text=[texts[row][column] for row, column in zip(rows.tolist(), columns.tolist(), strict=True)],
        mode="text",
        textfont={"size": size, "color": inks[Theme(theme)]},
        meta={"ink": inks},
        hoverinfo="skip",
        showlegend=False,
    )
