"""An analysis, and all of a database, at a glance in a notebook."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lpntk.domain import JobState, Stage
from lpntk.domain.relations import RULES
from lpntk.pipeline.results import samples
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import AnalysisView
from lpntk.pipeline.workspace import Workspace
from lpntk.python.album import Album
from lpntk.python.notebook import SHOWN_ROWS, Cell, Table, many, percent, rest

_PICTURES = 20
_NAMED_CLASSES = 12


def of_all(workspace: Workspace) -> str:
    """The analyses of a database as a table of HTML, the newest first."""
    views = workspace.analyses()
    rows: list[tuple[Cell, ...]] = [
        (
            str(view.id),
            view.name,
            view.state.value,
            view.samples,
            None if view.class_names is None else len(view.class_names),
            view.request.learning.model,
            percent(view.accuracy),
            view.created_at,
        )
        for view in views[:SHOWN_ROWS]
    ]
    columns = ("number", "name", "state", "samples", "classes", "classifier", "accuracy", "created")
    count = many(len(views), "analysis", "analyses")
    return Table(f"{count} in {workspace.place}", columns, rows, rest(len(views))).html()


def of_analysis(workspace: Workspace, analysis_id: int) -> str:
    """One analysis as HTML: what it is of, how far it is, and of a finished one some samples."""
    view = workspace.analysis(analysis_id)
    facts = list(_facts(view))
    if view.state is not JobState.DONE:
        return Table(f"Analysis {view.id}: {view.name}", (), facts).html()
    with workspace.results(analysis_id) as results:
        shares = samples.relation_shares(results)
        some = _some(results)
        album = Album(results.class_names, workspace, analysis_id)
    of_pairs = ", ".join(
        f"{RULES[relation].title.lower()} {percent(share)}" for relation, share in shares.items()
    )
    facts.append(("pairs", of_pairs))
    pictures = sum(album.pictures(some).values(), ())
    if pictures:
        facts.append(("some samples", pictures))
    return Table(f"Analysis {view.id}: {view.name}", (), facts, _notes(view)).html()


def _facts(view: AnalysisView) -> Iterator[tuple[Cell, ...]]:
    state = view.state.value
    if view.progress is not None and view.progress.total:
        state += f": {view.progress.stage}, {view.progress.done / view.progress.total:.0%}"
    yield "state", f"{state}: {view.error}" if view.error else state
    data = view.request.data.source
    if view.samples is not None and view.input_shape is not None:
        data += f": {view.samples:,} {view.modality}, each {' × '.join(map(str, view.input_shape))}"
    yield "data", data
    if view.class_names is not None:
        named = ", ".join(view.class_names[:_NAMED_CLASSES])
        more = len(view.class_names) - _NAMED_CLASSES
        yield f"{len(view.class_names)} classes", f"{named} and {more:,} more" if more > 0 else named
    parameters = "" if view.model_parameters is None else f", {view.model_parameters:,} parameters"
    yield "classifier", view.request.learning.model + parameters
    if view.accuracy is not None:
        yield "accuracy", ", ".join(_accuracies(view))
    method = view.request.kernel.method
    yield "kernel", f"{method}, label vector {view.request.kernel.label_vector}"
    took = [f"{stage.stage} {stage.seconds:.1f} s" for stage in view.stages if stage.seconds is not None]
    if took:
        yield f"{len(took)} of {len(Stage)} stages", ", ".join(took)
    if view.clusters is not None:
        yield "clusters", view.clusters


def _accuracies(view: AnalysisView) -> Iterator[str]:
    yield f"{percent(view.accuracy)} of all samples"
    if view.validation_accuracy is not None:
        yield f"{percent(view.validation_accuracy)} of those held out"
    if view.test_accuracy is not None:
        yield f"{percent(view.test_accuracy)} of the test set"


def _notes(view: AnalysisView) -> str:
    notes = [] if view.label_vector_note is None else [view.label_vector_note]
    return " ".join([*notes, *(view.kernel.notes.values() if view.kernel else ())])


def _some(results: Results) -> list[int]:
    """The first samples of each class in turn."""
    order = np.argsort(results.labels, kind="stable")
    labels = results.labels[order]
    turn = np.arange(len(order)) - np.searchsorted(labels, labels)
    first = order[np.lexsort((labels, turn))[:_PICTURES]]
    found: list[int] = results.indices[first].tolist()
    return found
