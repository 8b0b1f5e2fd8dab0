"""Charts of what `pruning.py` wrote: how far each plan is from random, and forecast against retraining.

    python tests/bench/pruning_charts.py CASE.json … -o FILE.png

Several files are parts of one case: each has its own random plans, which its others are compared with.
Chromium draws, from LPNTK_CHROMIUM, by default /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from playwright.sync_api import sync_playwright
from plotly.subplots import make_subplots

WIDTH = 1100
_VERDICTS = {"better": "#0d6ebb", "worse": "#c8661a"}
_OTHER = "#9aa3b2"
_SHARES = ("#0b3c5d", "#1f7a8c", "#5fa777", "#d9a441")


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Every plan that was retrained for as many updates as the full set: what it came to and its forecast."""
    plans = []
    for path in paths:
        found = json.loads(path.read_text())
        forecasts = {(one["strategy"], one["keep"]): one for one in found["forecasts"]}
        for one in found["summaries"]:
            if one["schedule"] == "updates" and (one["arm"], one["keep"]) in forecasts:
                plans.append({**one, "forecast": forecasts[one["arm"], one["keep"]]})
    return plans


def draw(plans: list[dict[str, Any]]) -> go.Figure:
    """One panel a share with the differences from random, and one with all forecasts."""
    shares = sorted({plan["keep"] for plan in plans}, reverse=True)
    compared = [plan for plan in plans if plan["against_random"]]
    arms = sorted({plan["arm"] for plan in compared}, key=lambda arm: _total(compared, arm))
    figure = make_subplots(
        cols=len(shares) + 1,
        column_widths=[1] * len(shares) + [1.5],
        horizontal_spacing=0.05,
        subplot_titles=[*(f"keep {share:g}" for share in shares), "forecast and retrained"],
    )
    for column, share in enumerate(shares, 1):
        own = {plan["arm"]: plan["against_random"] for plan in compared if plan["keep"] == share}
        _panel(figure, column, arms, own)
        _points(figure, len(shares) + 1, [plan for plan in plans if plan["keep"] == share], share, column - 1)
    figure.update_yaxes(showticklabels=False, col=None)
    figure.update_yaxes(showticklabels=True, col=1)
    last = len(shares) + 1
    figure.update_yaxes(showticklabels=True, tickformat=".0%", title="retrained", side="right", col=last)
    figure.update_xaxes(tickformat=".1%", nticks=4, title="forecast", col=last)
    figure.update_layout(
        template="plotly_white",
        width=WIDTH,
        height=140 + 20 * max(len(arms), 12),
        margin={"l": 10, "r": 60, "t": 40, "b": 50},
        font={"family": "Inter, system-ui, sans-serif", "size": 12},
        legend={"title": {"text": "keep"}, "x": 0.995, "xanchor": "right", "y": 0.02, "yanchor": "bottom"},
    )
    return figure


def _total(compared: list[dict[str, Any]], arm: str) -> float:
    return sum(plan["mean"] for plan in compared if plan["arm"] == arm)


def _panel(figure: go.Figure, column: int, arms: list[str], own: dict[str, Any]) -> None:
    known = [arm for arm in arms if arm in own]
    points = [100 * own[arm]["difference"] for arm in known]
    reach = [(100 * (own[arm]["interval"][1] - own[arm]["difference"])) for arm in known]
    figure.add_trace(
        go.Scatter(
            x=points,
            y=known,
            mode="markers",
            marker={"color": [_VERDICTS.get(own[arm]["verdict"], _OTHER) for arm in known], "size": 8},
            error_x={"array": reach, "color": "#c9ced8", "thickness": 1.2, "width": 3},
            showlegend=False,
        ),
        row=1,
        col=column,
    )
    figure.add_vline(x=0, line={"color": "#596273", "width": 1}, row=1, col=column)
    figure.update_yaxes(categoryorder="array", categoryarray=arms, row=1, col=column)
    low, high = min(points), max(points)
    room = max(0.5, 0.25 * (high - low))
    figure.update_xaxes(title="points from random", range=[low - room, high + room], row=1, col=column)


def _points(figure: go.Figure, column: int, plans: list[dict[str, Any]], share: float, number: int) -> None:
    figure.add_trace(
        go.Scatter(
            x=[plan["forecast"]["accuracy"] for plan in plans],
            y=[plan["mean"] for plan in plans],
            mode="markers",
            marker={
                "color": _SHARES[number % len(_SHARES)],
                "size": 9,
                "symbol": ["star" if plan["arm"] == "random" else "circle" for plan in plans],
            },
            name=f"{share:g}",
        ),
        row=1,
        col=column,
    )


def write(figure: go.Figure, path: Path) -> None:
    """Have Chromium draw a figure."""
    chromium = os.environ.get("LPNTK_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        size = {"width": WIDTH, "height": int(figure.layout.height)}
        page = browser.new_page(viewport=size, device_scale_factor=1.5)
        page.set_content(figure.to_html(include_plotlyjs=True, config={"displayModeBar": False}))
        page.wait_for_selector(".main-svg")
        page.locator(".plotly-graph-div").screenshot(path=path)
        browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the case that is named."""
    parser = argparse.ArgumentParser(description="Charts of what pruning really does.")
    parser.add_argument("parts", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    write(draw(read(options.parts)), options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
