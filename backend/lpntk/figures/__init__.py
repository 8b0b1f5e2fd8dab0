"""Plotly figures from plain arrays: the same for the page, a notebook and the report."""

from lpntk.figures.cluster_sizes import cluster_sizes_figure
from lpntk.figures.report import Strip, report_html
from lpntk.figures.sample_map import COLOURS, map_figure
from lpntk.figures.similarities import class_means_figure, histogram_figure
from lpntk.figures.theme import THEMES

__all__ = [
    "COLOURS",
    "THEMES",
    "Strip",
    "class_means_figure",
    "cluster_sizes_figure",
    "histogram_figure",
    "map_figure",
    "report_html",
]
