"""The look that all figures share.

Whatever depends on light or dark is in the template, so that a figure changes its theme by changing that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain import require_one_of
from lpntk.domain.exports import Theme

# Twelve colours that stay apart (in OKLab) for normal, protan, deutan and tritan eyes, the first ones most,
# and that show on white as well as on near-black.
PALETTE = (
    "#0d6ebb",
    "#f79c49",
    "#9b4805",
    "#29c4fe",
    "#8b8c14",
    "#8f7de1",
    "#3d7055",
    "#7e4d8a",
    "#c97273",
    "#96c38c",
    "#cea5ca",
    "#589ba7",
)
NEUTRAL = "#9aa1ab"
ACCENT = PALETTE[0]
WARM = PALETTE[1]
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "star", "hexagon", "pentagon", "x")
_FONT = "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


@dataclass(frozen=True)
class _Tones:
    ink: str
    quiet: str
    grid: str
    surface: str
    below: str
    zero: str
    above: str
    low: str
    high: str


_TONES: dict[Theme, _Tones] = {
    Theme.LIGHT: _Tones(
        ink="#1f2430",
        quiet="#5b6472",
        grid="#e4e7ec",
        surface="#ffffff",
        below="#c8661a",
        zero="#f6f7f9",
        above=ACCENT,
        low="#a9cdec",
        high="#0a2a4d",
    ),
    Theme.DARK: _Tones(
        ink="#e6e8ec",
        quiet="#9ba3b0",
        grid="#2c323c",
        surface="#1c2129",
        below=WARM,
        zero="#262c36",
        above="#4aa8f0",
        low="#2b5680",
        high="#e3f1fd",
    ),
}


def colour_of(number: int) -> str:
    """The colour of a class or cluster."""
    return PALETTE[number % len(PALETTE)]


def symbol_of(number: int) -> str:
    """The marker of a class: another for each round through the colours."""
    return _SYMBOLS[number // len(PALETTE) % len(_SYMBOLS)]


def scale_of(theme: Theme) -> list[list[object]]:
    """The colours of a number from its lowest to its highest: one hue, of which both ends show."""
    tones = _TONES[Theme(theme)]
    return [[0, tones.low], [0.5, tones.above], [1, tones.high]]


def diverging_at(shares: NDArray[np.floating], theme: Theme) -> NDArray[np.float64]:
    """(n, 3) in [0, 255]: the colours of shares (n,) in [-1, 1] of what the colour axis spans."""
    tones = _TONES[Theme(theme)]
    below, zero, above = (
        np.array(list(bytes.fromhex(one[1:]))) for one in (tones.below, tones.zero, tones.above)
    )
    towards = np.where((shares < 0)[:, None], below, above)
    return zero + np.minimum(np.abs(shares), 1)[:, None] * (towards - zero)


def template(theme: Theme) -> go.layout.Template:
    """The template of a theme.

    Raises
    ------
    InputError
        If there is no such theme.
    """
    tones = _TONES[Theme(require_one_of(theme, Theme, "theme", field="theme"))]
    axis = {
        "gridcolor": tones.grid,
        "linecolor": tones.grid,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "tickfont": {"color": tones.quiet, "size": 12},
        "title": {"font": {"color": tones.quiet, "size": 13}, "standoff": 12},
    }
    layout = {
        "font": {"family": _FONT, "size": 13, "color": tones.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": PALETTE,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": axis,
        "yaxis": axis,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": tones.surface,
            "bordercolor": tones.grid,
            "font": {"family": _FONT, "color": tones.ink, "size": 13},
            "align": "left",
        },
        "legend": {
            "itemsizing": "constant",
            "font": {"color": tones.quiet, "size": 12},
            "title": {"font": {"color": tones.quiet, "size": 12}},
            "bgcolor": "rgba(0,0,0,0)",
            "tracegroupgap": 2,
        },
        "annotationdefaults": {"font": {"color": tones.quiet, "size": 12}, "showarrow": False},
        "coloraxis": {
            "colorscale": [[0, tones.below], [0.5, tones.zero], [1, tones.above]],
            "colorbar": {
                "thickness": 10,
                "outlinewidth": 0,
                "ticks": "",
                "tickfont": {"color": tones.quiet, "size": 12},
                "title": {"font": {"color": tones.quiet, "size": 12}, "side": "right"},
            },
        },
    }
    outline = {"marker": {"line": {"color": tones.ink}}}
    return go.layout.Template(layout=layout, data={"scattergl": [outline]})
