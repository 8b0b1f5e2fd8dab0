"""What retraining on parts of the samples came to: accuracy over the share that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from lpntk.domain.evaluation import COMPANION, FULL, LEAST_SEEDS, RANDOM, EvaluationSummary
from lpntk.domain.exports import Theme
from lpntk.figures.theme import NEUTRAL, colour_of, template

_FULL_COLOUR, _BAND = "#5f8f78", "33"
_HOVER = (
    "<b>%{fullData.name}</b>, %{customdata[0]:.1%} kept<br>%{y:.2%} right on average%{customdata[1]}"
    "<extra></extra>"
)
# How far the marks of different arms at one share stand apart, so that their intervals can be told apart.
_APART, _MOST_APART = 0.006, 0.03


def evaluation_figure(
    summaries: Sequence[EvaluationSummary],
    *,
    forecasts: Mapping[str, Mapping[float, float]],
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """Draw each arm's mean accuracy and its 95 % interval over the share, beside the full set and random.

    Intervals are drawn from three seeds on: those of two are so wide that nothing else could be seen.

    Parameters
    ----------
    summaries
        Of one schedule.
    forecasts
        Accuracies by arm and share, drawn dashed.
    theme
        "light" or "dark".

    Raises
    ------
    InputError
        If the theme is unknown.
    """
    figure = go.Figure(layout={"template": template(theme)})
    arms: dict[str, list[EvaluationSummary]] = {}
    for one in summaries:
        arms.setdefault(one.arm, []).append(one)
    shares = [one.keep for one in summaries if one.arm != FULL] or [1.0]
    if FULL in arms:
        _draw_full(figure, arms.pop(FULL)[0], min(shares), max(shares))
    if RANDOM in arms:
        _draw_band(figure, arms[RANDOM])
    apart = min(_APART, _MOST_APART / max(1, len(arms)))
    for number, (arm, points) in enumerate(sorted(arms.items(), key=lambda item: item[0] != RANDOM)):
        aside = apart * (number - (len(arms) - 1) / 2)
        colour = (
            NEUTRAL if arm == RANDOM or arm.startswith(COMPANION) else colour_of(number - (RANDOM in arms))
        )
        _draw_arm(figure, arm, sorted(points, key=lambda one: one.keep), colour, aside)
        if arm in forecasts:
            _draw_forecast(figure, arm, forecasts[arm], colour)
    figure.update_layout(
        xaxis={"title": {"text": "share of the samples kept"}, "tickformat": ".0%", "showgrid": False},
        yaxis={"title": {"text": "test accuracy"}, "tickformat": ".1~%"},
        hovermode="closest",
    )
    return figure


def _draw_full(figure: go.Figure, full: EvaluationSummary, low: float, high: float) -> None:
    ends = [low, high] if low < high else [low - 0.05, low + 0.05]
    figure.add_scatter(
        x=ends,
        y=[full.mean] * 2,
        name="full set",
        mode="lines",
        line={"color": _FULL_COLOUR, "width": 1.5, "dash": "dot"},
        hovertemplate=f"<b>full set</b><br>{full.mean:.2%} right on average{_certainty(full)}<extra></extra>",
    )
    if full.interval is not None and full.seeds >= LEAST_SEEDS:
        y0, y1 = full.interval
        colour = f"{_FULL_COLOUR}{_BAND}"
        figure.add_shape(
            type="rect",
            x0=ends[0],
            x1=ends[1],
            y0=y0,
            y1=y1,
            fillcolor=colour,
            line={"width": 0},
            layer="below",
        )


def _draw_band(figure: go.Figure, random: Sequence[EvaluationSummary]) -> None:
    sure = [(one.keep, *one.interval) for one in random if one.interval and one.seeds >= LEAST_SEEDS]
    if len(sure) < 2:
        return
    keeps, lows, highs = zip(*sorted(sure), strict=True)
    figure.add_scatter(
        x=[*keeps, *reversed(keeps)],
        y=[*lows, *reversed(highs)],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=f"{NEUTRAL}{_BAND}",
        hoverinfo="skip",
        showlegend=False,
    )


def _draw_arm(
    figure: go.Figure, arm: str, points: Sequence[EvaluationSummary], colour: str, aside: float
) -> None:
    bars: dict[str, Any] = {"visible": False}
    if any(one.interval and one.seeds >= LEAST_SEEDS for one in points):
        shown = [one.interval if one.seeds >= LEAST_SEEDS else None for one in points]
        pairs = list(zip(points, shown, strict=True))
        bars = {
            "type": "data",
            "symmetric": False,
            "array": [high[1] - one.mean if high else 0 for one, high in pairs],
            "arrayminus": [one.mean - low[0] if low else 0 for one, low in pairs],
            "thickness": 1.2,
            "width": 4,
        }
    figure.add_scatter(
        x=[one.keep + aside for one in points],
        y=[one.mean for one in points],
        customdata=[[one.keep, _certainty(one)] for one in points],
        error_y=bars,
        name=escape(arm),
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"color": colour, "size": 7},
        hovertemplate=_HOVER,
    )


def _draw_forecast(figure: go.Figure, arm: str, forecast: Mapping[float, float], colour: str) -> None:
    keeps = sorted(forecast)
    figure.add_scatter(
        x=keeps,
        y=[forecast[keep] for keep in keeps],
        name=f"{escape(arm)}, forecast",
        mode="lines+markers",
        line={"color": colour, "width": 1.5, "dash": "dash"},
        marker={"color": colour, "size": 6, "symbol": "circle-open"},
        hovertemplate="<b>%{fullData.name}</b><br>%{x:.1%} kept: %{y:.2%}<extra></extra>",
    )


def _certainty(one: EvaluationSummary) -> str:
    seeds = "1 seed" if one.seeds == 1 else f"{one.seeds} seeds"
    if one.interval is None:
        return f" ({seeds})"
    return f"<br>{one.interval[0]:.1%} to {one.interval[1]:.1%} over {seeds}"
