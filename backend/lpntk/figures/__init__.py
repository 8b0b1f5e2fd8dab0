"""Plotly figures from plain arrays: the same for the page, a notebook and the report."""

from lpntk.figures.cluster_sizes import cluster_sizes_figure
from lpntk.figures.data_iq import data_iq_figure
from lpntk.figures.kernel import heat_map_figure, spectrum_figure, within_between_figure
from lpntk.figures.report import Strip, report_html
from lpntk.figures.sample_map import BY_VALUE, COLOURS, map_figure
from lpntk.figures.similarities import class_means_figure, histogram_figure

__all__ = [
    "BY_VALUE",
    "COLOURS",
    "Strip",
    "class_means_figure",
    "cluster_sizes_figure",
    "data_iq_figure",
    "heat_map_figure",
    "histogram_figure",
    "map_figure",
    "report_html",
    "spectrum_figure",
    "within_between_figure",
]
