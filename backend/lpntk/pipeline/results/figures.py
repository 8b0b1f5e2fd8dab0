"""Figures of a finished analysis, and the report that holds them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk import figures
from lpntk.domain import PruningPlan, require_one_of
from lpntk.domain.exports import FigureKind, Theme
from lpntk.domain.text_files import utf8
from lpntk.pipeline.results import compare, contents, kernel_facts, kernel_view, samples, scores, yours
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import AnalysisView
from lpntk.scores import SCORES
from lpntk.store import datasets

_CLUSTERS_SHOWN = 10
_SAMPLES_SHOWN = 24
_LONGEST_WORDS = 160
_HEAT_MAP_SIZE = 256


def colours() -> tuple[str, ...]:
    """What the points of a map can be coloured by."""
    return (*figures.COLOURS, *SCORES)


def draw(
    results: Results,
    kind: FigureKind | str,
    *,
    colour: str = "class",
    plan: PruningPlan | None = None,
    theme: Theme = Theme.LIGHT,
) -> go.Figure:
    """One figure; `colour`, one of `colours()`, and `plan` are for the map.

    Raises
    ------
    InputError
        If there is no such figure or colour.
    NotFoundError
        If it is of a score that this analysis does not have, or of pairs that it does not keep.
    """
    kinds: dict[str, Callable[[], go.Figure]] = {
        FigureKind.MAP: lambda: _map(results, colour, plan, theme),
        FigureKind.HISTOGRAM: lambda: figures.histogram_figure(samples.histogram(results), theme=theme),
        FigureKind.CLASS_MEANS: lambda: figures.class_means_figure(
            samples.class_means(results), results.class_names, theme
        ),
        FigureKind.CLUSTER_SIZES: lambda: _cluster_sizes(results, theme),
        FigureKind.DATA_IQ: lambda: _data_iq(results, theme),
        FigureKind.WITHIN_BETWEEN: lambda: _within_between(results, theme),
        FigureKind.SPECTRUM: lambda: _spectrum(results, theme),
        FigureKind.HEATMAP: lambda: _heat_map(results, theme),
    }
    require_one_of(kind, kinds, "figure", field="kind")
    return kinds[kind]()


def draw_json(
    results: Results, kind: FigureKind, *, colour: str, plan: PruningPlan | None, theme: Theme
) -> bytes:
    """A figure as Plotly reads it: UTF-8."""

    def make() -> bytes:
        figure = draw(results, kind, colour=colour, plan=plan, theme=theme)
        return utf8(figure.to_json(validate=False))

    asked = None if plan is None else (plan.strategy, plan.keep, plan.seed)
    return results.recall(("figure", kind, colour, asked, theme, yours.version(results)), make)


def draw_comparison(first: Results, second: Results, score: str, *, theme: Theme = Theme.LIGHT) -> go.Figure:
    """A score of two analyses of the same samples against itself.

    Raises
    ------
    InputError
        If they cannot be compared, or there is no such score.
    NotFoundError
        If one of them does not have it.
    """
    found = compare.compare(first, second)
    here, there = (np.searchsorted(one.indices, found.index) for one in (first, second))
    return figures.compare_figure(
        scores.column(first, score)[here].astype(np.float64),
        scores.column(second, score)[there].astype(np.float64),
        found.index,
        first.labels[here],
        first.class_names,
        title=SCORES[score].title,
        names=found.names,
        theme=theme,
    )


def report(results: Results) -> str:
    """The whole analysis as one HTML file that needs no server."""
    drawn = [
        (
            "Map",
            "Every sample. Those that are interchangeable for learning lie side by side.",
            FigureKind.MAP,
        ),
        (
            "Similarities",
            f"How similar the gradients of two samples are, over {_which_pairs(results)}.",
            FigureKind.HISTOGRAM,
        ),
        ("Classes", "The mean similarity between the samples of two classes.", FigureKind.CLASS_MEANS),
        ("Clusters", "How many samples the clusters of each class hold.", FigureKind.CLUSTER_SIZES),
    ]
    if "data_iq_group" in scores.names(results):
        training = "How sure the classifier was of each label during its training, and how undecided."
        drawn.append(("Training", training, FigureKind.DATA_IQ))
    return figures.report_html(
        results.name,
        _facts(results.view),
        [(heading, text, draw(results, kind)) for heading, text, kind in drawn],
        [*_largest_clusters(results), _least_like_their_class(results)],
    )


def _which_pairs(results: Results) -> str:
    compared, pairs = samples.pairs(results)
    return "all pairs" if compared == pairs else f"{compared:,} of {pairs:,} pairs, drawn at random"


def _map(results: Results, colour: str, plan: PruningPlan | None, theme: Theme) -> go.Figure:
    own = {one.name: one for one in yours.all_of(results)}
    require_one_of(colour, [*colours(), *own], "colour", field="colour")
    score = SCORES.get(colour) or own.get(colour)
    return figures.map_figure(
        results.places[:, 0],
        results.places[:, 1],
        results.indices,
        results.labels,
        results.class_names,
        colour=colour if score is None else figures.BY_VALUE,
        heads=results.heads if colour == "cluster" else None,
        pruned=None if plan is None else plan.pruned,
        values=None if score is None else _values(results, score.name),
        title="" if score is None else score.title,
        categories=() if score is None else score.categories,
        theme=theme,
    )


def _values(results: Results, name: str) -> NDArray[Any]:
    return scores.column(results, name) if name in SCORES else yours.as_sent(results, name)


def _cluster_sizes(results: Results, theme: Theme) -> go.Figure:
    clustering = results.clustering
    labels = results.labels[clustering.heads]
    return figures.cluster_sizes_figure(clustering.sizes(), labels, results.class_names, theme)


def _data_iq(results: Results, theme: Theme) -> go.Figure:
    uncertainty = scores.column(results, "aleatoric_uncertainty")
    return figures.data_iq_figure(
        uncertainty,
        scores.column(results, "mean_confidence"),
        results.indices,
        results.labels,
        results.class_names,
        theme=theme,
    )


def _within_between(results: Results, theme: Theme) -> go.Figure:
    pairs = kernel_facts.pair_histograms(results)
    drawn = f"among {pairs.samples:,} of {len(results.indices):,} samples, drawn at random"
    note = drawn if pairs.is_drawn else None
    return figures.within_between_figure(pairs.within, pairs.between, theme, note=note)


def _spectrum(results: Results, theme: Theme) -> go.Figure:
    spectrum = kernel_facts.spectrum(results)
    return figures.spectrum_figure(spectrum.eigenvalues, spectrum.trace, theme)


def _heat_map(results: Results, theme: Theme) -> go.Figure:
    drawn = kernel_view.heat_map(results, size=_HEAT_MAP_SIZE)
    boundaries = kernel_view.order(results).boundaries
    return figures.heat_map_figure(drawn.values, drawn.rows, boundaries, results.class_names, theme)


def _facts(view: AnalysisView) -> list[tuple[str, str]]:
    request = view.request
    shape = " x ".join(map(str, view.input_shape or ()))
    held_out = []
    if view.validation_accuracy is not None:
        held_out = [("Accuracy on held-out samples", f"{view.validation_accuracy:.1%}")]
    if view.test_accuracy is not None:
        held_out.append(("Accuracy on the test set", f"{view.test_accuracy:.1%}"))
    notes = [("", note) for note in view.kernel.notes.values()] if view.kernel else []
    return [
        ("Data", f"{request.data.source}, {view.samples:,} {view.modality} of {shape}"),
        ("Classes", ", ".join(view.class_names or ())),
        ("Model", f"{request.learning.model}, {view.model_parameters:,} parameters"),
        ("Accuracy on these samples", f"{view.accuracy or 0:.1%}"),
        *held_out,
        ("Label vector", request.kernel.label_vector),
        *([("", view.label_vector_note)] if view.label_vector_note else []),
        *notes,
        ("Clusters", f"{view.clusters:,}"),
        ("Seed", str(request.seed)),
        ("Fingerprint of the data", view.fingerprint or ""),
        ("Analysis begun", view.created_at),
    ]


def _largest_clusters(results: Results) -> list[figures.Strip]:
    largest = samples.clusters(results)[:_CLUSTERS_SHOWN]
    return [
        figures.Strip(
            f"{cluster.size:,} samples of {results.class_names[cluster.label]} around {cluster.head}",
            "The head of the cluster, then the members that are most like it.",
            _shown(results, cluster.members[:_SAMPLES_SHOWN]),
        )
        for cluster in largest
    ]


def _least_like_their_class(results: Results) -> figures.Strip:
    own_class_mean = scores.column(results, "own_class_mean")
    rows = np.argsort(own_class_mean, kind="stable")[:_SAMPLES_SHOWN]
    return figures.Strip(
        "Least like their class",
        "The samples with the lowest mean similarity to the others of their class: the rare, the odd and the"
        " mislabelled.",
        _shown(results, results.indices[rows].tolist()),
    )


def _shown(results: Results, indices: Sequence[int]) -> list[tuple[bytes | str, str]]:
    said = contents.in_line(results, indices, _LONGEST_WORDS)
    if said:
        return [(said[index], str(index)) for index in indices]
    shown = datasets.previews(results.session, results.dataset_id, indices)
    return [(shown[index], str(index)) for index in indices]
