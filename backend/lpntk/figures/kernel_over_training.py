"""The kernel at several checkpoints: how similarities are spread, and how they go together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from lpntk.domain.exports import Theme
from lpntk.figures.theme import ACCENT, NEUTRAL, WARM, colour_of, template


def kernel_over_training_figure(
    names: Sequence[str],
    histograms: NDArray[np.int64],
    correlations: NDArray[np.floating],
    stable: float,
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw the similarities of all pairs at each checkpoint, and their correlation with the one before.

    Parameters
    ----------
    names
        Of C checkpoints, in their order.
    histograms
        (C, B) pairs with their similarity in each of B equal bins over [-1, 1].
    correlations
        (C, 2): Pearson's and Spearman's, of the same pairs at the checkpoint before; NaN for the first.
    stable
        From which correlation on a kernel counts as stable.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = make_subplots(1, 2, horizontal_spacing=0.14)
    figure.update_layout(template=template(theme))
    middle = np.linspace(-1, 1, histograms.shape[-1] + 1)
    middle = (middle[:-1] + middle[1:]) / 2
    for number, (name, counts) in enumerate(zip(names, histograms, strict=True)):
        figure.add_scatter(
            x=middle,
            y=counts / max(counts.sum(), 1),
            name=name,
            line={"width": 1.5, "color": colour_of(number)},
            hovertemplate=f"{name}<br>similarity %{{x:.2f}}: %{{y:.2~%}} of pairs<extra></extra>",
            row=1,
            col=1,
        )
    for column, (name, colour) in enumerate((("Pearson", ACCENT), ("Spearman", WARM))):
        figure.add_scatter(
            x=list(names)[1:],
            y=correlations[1:, column],
            name=name,
            mode="lines+markers",
            line={"width": 1.5, "color": colour},
            hovertemplate="%{x} with the one before<br><b>%{y:.3f}</b><extra>%{fullData.name}</extra>",
            row=1,
            col=2,
        )
    figure.add_hline(y=stable, line={"width": 1, "dash": "dot", "color": NEUTRAL}, row=1, col=2)
    figure.update_xaxes(title={"text": "similarity"}, range=[-1.01, 1.01], showgrid=False, row=1, col=1)
    figure.update_yaxes(title={"text": "share of pairs"}, tickformat="~%", row=1, col=1)
    figure.update_xaxes(showgrid=False, row=1, col=2)
    figure.update_yaxes(title={"text": "correlation with the one before"}, row=1, col=2)
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"})
    return figure
