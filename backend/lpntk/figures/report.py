"""An analysis on one page that needs no server and no network."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from lpntk.domain.exports import Theme
from lpntk.figures.theme import template

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2430; --quiet: #5b6472; --line: #e4e7ec; --page: #f6f7f9;
  --surface: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --quiet: #9ba3b0; --line: #2c323c;
  --page: #14171c; --surface: #1c2129; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1.5rem; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
p { margin: 0 0 .75rem; color: var(--quiet); max-width: 46rem; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
  padding: 1.25rem; margin: 0 0 1.25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.figure { height: 30rem; }
.strip { display: flex; flex-wrap: wrap; gap: .75rem; }
figure { margin: 0; width: 5rem; }
figure:has(.said) { width: 15rem; }
.said { margin: 0; font-size: .8rem; }
img { width: 5rem; height: 5rem; object-fit: contain; image-rendering: pixelated; border-radius: 6px;
  background: var(--page); display: block; }
figcaption { font-size: .75rem; color: var(--quiet); text-align: center; overflow-wrap: anywhere; }
@media print { section { break-inside: avoid; } }
"""

_SCRIPT = """
const read = (element) => JSON.parse(element.textContent);
const templates = read(document.getElementById("templates"));
const dark = matchMedia("(prefers-color-scheme: dark)");
const draw = () => {
  const theme = dark.matches ? "dark" : "light";
  for (const box of document.querySelectorAll(".figure")) {
    const { data, layout } = read(box.nextElementSibling);
    layout.template = templates[theme];
    for (const trace of data) {
      const ink = trace.meta?.ink;
      if (ink) trace.textfont.color = ink[theme];
    }
    Plotly.react(box, data, layout, { responsive: true, displaylogo: false });
  }
};
dark.addEventListener("change", draw);
draw();
"""


@dataclass(frozen=True)
class Strip:
    """A row of samples: a heading, a text, and for each its PNG file, or what it says, and its caption."""

    heading: str
    text: str
    samples: Sequence[tuple[bytes | str, str]]


def report_html(
    title: str,
    facts: Sequence[tuple[str, str]],
    figures: Sequence[tuple[str, str, go.Figure]],
    strips: Sequence[Strip] = (),
) -> str:
    """Write a report as one HTML file that follows the reader's light or dark setting.

    Parameters
    ----------
    title
        The heading of the page.
    facts
        Names and values for the table at the top.
    figures
        For each its heading, a text and the figure; its template is replaced by the reader's.
    strips
        Rows of images, below the figures.
    """
    body = [
        f"<h1>{escape(title)}</h1>",
        _section("".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts), "dl"),
        *(_figure(*figure) for figure in figures),
        *(_strip(strip) for strip in strips),
    ]
    templates = {theme: template(theme).to_plotly_json() for theme in Theme}
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{"".join(body)}
</main>
<script type="application/json" id="templates">{_safe(json.dumps(templates))}</script>
<script>{get_plotlyjs()}</script>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _section(content: str, element: str) -> str:
    return f"<section><{element}>{content}</{element}></section>\n"


def _figure(heading: str, text: str, figure: go.Figure) -> str:
    bare = json.loads(figure.to_json())
    bare["layout"].pop("template", None)
    return (
        f"<section><h2>{escape(heading)}</h2><p>{escape(text)}</p>"
        f'<div class="figure"></div><script type="application/json">{_safe(json.dumps(bare))}</script>'
        "</section>\n"
    )


def _strip(strip: Strip) -> str:
    samples = "".join(
        f"<figure>{_sample(shown)}<figcaption>{escape(caption)}</figcaption></figure>"
        for shown, caption in strip.samples
    )
    return (
        f"<section><h2>{escape(strip.heading)}</h2><p>{escape(strip.text)}</p>"
        f'<div class="strip">{samples}</div></section>\n'
    )


def _sample(shown: bytes | str) -> str:
    if isinstance(shown, str):
        return f'<p class="said">{escape(shown)}</p>'
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(shown).decode()}">'


def _safe(text: str) -> str:
    """JSON that cannot end the script element it lies in."""
    return text.replace("<", "\\u003c")
