"""Figures of a finished analysis, and the report that holds them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go
from sqlalchemy.orm import Session

from lpntk import figures
from lpntk.domain import PruningPlan, require_one_of
from lpntk.pipeline import samples
from lpntk.pipeline.samples import Finished
from lpntk.pipeline.views import AnalysisView, Colour, FigureKind, Theme
from lpntk.store import datasets, structure

_CLUSTERS_SHOWN = 10
_IMAGES_SHOWN = 24


def draw(
    session: Session,
    of: Finished,
    kind: FigureKind,
    *,
    colour: Colour = "class",
    plan: PruningPlan | None = None,
    theme: Theme = "light",
) -> go.Figure:
    """One figure; `colour` and `plan` are for the map. InputError."""
    class_names = datasets.get(session, of.dataset_id).class_names
    kinds: dict[str, Callable[[], go.Figure]] = {
        "map": lambda: _map(session, of, class_names, colour, plan, theme),
        "histogram": lambda: figures.histogram_figure(samples.histogram(session, of), theme=theme),
        "class-means": lambda: figures.class_means_figure(
            samples.class_means(session, of), class_names, theme
        ),
        "cluster-sizes": lambda: _cluster_sizes(session, of, class_names, theme),
    }
    require_one_of(kind, kinds, "figure", field="kind")
    return kinds[kind]()


def report(session: Session, of: Finished, view: AnalysisView) -> str:
    """The whole analysis as one HTML file that needs no server."""
    drawn: list[tuple[str, str, FigureKind]] = [
        ("Map", "Every sample. Those that are interchangeable for learning lie side by side.", "map"),
        ("Similarities", "How similar the gradients of two samples are, over all pairs.", "histogram"),
        ("Classes", "The mean similarity between the samples of two classes.", "class-means"),
        ("Clusters", "How many samples the clusters of each class hold.", "cluster-sizes"),
    ]
    return figures.report_html(
        view.name,
        _facts(view),
        [(heading, text, draw(session, of, kind)) for heading, text, kind in drawn],
        [*_largest_clusters(session, of), _least_like_their_class(session, of)],
    )


def _map(
    session: Session,
    of: Finished,
    class_names: Sequence[str],
    colour: Colour,
    plan: PruningPlan | None,
    theme: Theme,
) -> go.Figure:
    table = samples.table(session, of)
    return figures.map_figure(
        table.x,
        table.y,
        table.index,
        table.label,
        class_names,
        colour=colour,
        heads=table.head,
        pruned=None if plan is None else plan.pruned,
        theme=theme,
    )


def _cluster_sizes(session: Session, of: Finished, class_names: Sequence[str], theme: Theme) -> go.Figure:
    clustering = structure.clustering(session, of.analysis_id)
    labels = datasets.labels(session, of.dataset_id)[clustering.heads]
    return figures.cluster_sizes_figure(clustering.sizes(), labels, class_names, theme)


def _facts(view: AnalysisView) -> list[tuple[str, str]]:
    request = view.request
    height, width, channels = view.image_shape or (0, 0, 0)
    facts = [
        ("Data", f"{request.data.source}, {view.samples:,} images of {height} x {width} x {channels}"),
        ("Classes", ", ".join(view.class_names or ())),
        ("Model", f"{request.learning.model}, {view.model_parameters:,} parameters"),
        ("Accuracy on these samples", f"{view.accuracy or 0:.1%}"),
        ("Label vector", request.kernel.label_vector),
        ("Clusters", f"{view.clusters:,}"),
        ("Seed", str(request.seed)),
        ("Fingerprint of the data", view.fingerprint or ""),
        ("Analysis begun", view.created_at),
    ]
    if view.validation_accuracy is not None:
        facts.insert(4, ("Accuracy on held-out samples", f"{view.validation_accuracy:.1%}"))
    return facts


def _largest_clusters(session: Session, of: Finished) -> list[figures.Strip]:
    class_names = datasets.get(session, of.dataset_id).class_names
    largest = samples.clusters(session, of)[:_CLUSTERS_SHOWN]
    return [
        figures.Strip(
            f"{cluster.size:,} samples of {class_names[cluster.label]} around {cluster.head}",
            "The head of the cluster, then the members that are most like it.",
            _images(session, of, cluster.members[:_IMAGES_SHOWN]),
        )
        for cluster in largest
    ]


def _least_like_their_class(session: Session, of: Finished) -> figures.Strip:
    table = samples.table(session, of)
    rows = np.argsort(table.own_class_mean, kind="stable")[:_IMAGES_SHOWN]
    return figures.Strip(
        "Least like their class",
        "The samples with the lowest mean similarity to the others of their class: the rare, the odd and the"
        " mislabelled.",
        _images(session, of, table.index[rows].tolist()),
    )


def _images(session: Session, of: Finished, indices: Sequence[int]) -> list[tuple[bytes, str]]:
    return [(samples.picture(session, of.dataset_id, index), str(index)) for index in indices]
