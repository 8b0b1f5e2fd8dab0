"""Plotly figures from plain arrays: the same for the page, a notebook and the report."""

from lpntk.figures.cluster_sizes import cluster_sizes_figure
from lpntk.figures.cluster_tail import cluster_tail_figure
from lpntk.figures.compare import compare_figure
from lpntk.figures.data_iq import data_iq_figure
from lpntk.figures.difficulty_company import difficulty_company_figure
from lpntk.figures.difficulty_size import difficulty_size_figure
from lpntk.figures.forgetting import forgetting_figure
from lpntk.figures.kernel import heat_map_figure, spectrum_figure, within_between_figure
from lpntk.figures.kernel_over_training import kernel_over_training_figure
from lpntk.figures.report import Strip, report_html
from lpntk.figures.sample_map import BY_VALUE, COLOURS, map_figure
from lpntk.figures.similarities import class_means_figure, histogram_figure

__all__ = [
    "BY_VALUE",
    "COLOURS",
    "Strip",
    "class_means_figure",
    "cluster_sizes_figure",
    "cluster_tail_figure",
    "compare_figure",
    "data_iq_figure",
    "difficulty_company_figure",
    "difficulty_size_figure",
    "forgetting_figure",
    "heat_map_figure",
    "histogram_figure",
    "kernel_over_training_figure",
    "map_figure",
    "report_html",
    "spectrum_figure",
    "within_between_figure",
]
