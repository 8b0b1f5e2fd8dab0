"""`lpntk show`: one analysis at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, duration, local_time, print_json
from lpntk.cli.progress import count_text, timing_texts, title_of
from lpntk.cli.tables import analysis_values, percent
from lpntk.datasets.names import SOURCES
from lpntk.domain import Stage

if TYPE_CHECKING:
    from lpntk.pipeline.results.views import AnalysisView


def show(analysis_id: AnalysisId, as_json: AsJson = False, db: Database = None) -> None:
    """Show an analysis: its data, its classifier and how far it is."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        view = workspace.analysis(analysis_id)
    if as_json:
        print_json(analysis_values(view))
        return
    table = Table.grid(padding=(0, 2))
    for fact in (*_state(view), *_material(view), *_results(view), *_tasks(view)):
        table.add_row(*fact)
    console().print(table)


def _state(view: AnalysisView) -> Iterator[tuple[str, str]]:
    yield "Analysis", f"{view.id}, {view.name}"
    yield "Created", local_time(view.created_at)
    yield "State", view.state
    if view.error:
        yield "Error", view.error
    if view.progress:
        parts = [count_text(view.progress), *timing_texts(view.progress)]
        yield "Now", f"{title_of(view.progress.stage)}: {', '.join(parts)}"


def _material(view: AnalysisView) -> Iterator[tuple[str, str]]:
    """The samples and the classifier, as far as they are known yet."""
    request = view.request
    known = SOURCES.get(request.data.source)
    yield "Source", request.data.source + (f", {request.data.split}" if known and known.splits else "")
    if request.data.labels is not None:
        yield "Labels", request.data.labels
    if request.data.label_noise is not None:
        yield "Label noise", percent(request.data.label_noise)
    if view.samples is not None and view.input_shape is not None:
        shape = " x ".join(map(str, view.input_shape))
        yield "Samples", f"{view.samples:,} {view.modality}, each {shape}"
    if view.class_names is not None:
        yield "Classes", f"{len(view.class_names)}: {', '.join(view.class_names)}"
    parameters = "" if view.model_parameters is None else f", {view.model_parameters:,} parameters"
    yield "Classifier", request.learning.model + parameters
    held_out = percent(view.validation_accuracy)
    if view.accuracy is not None:
        rest = f", {held_out} of those held out" if held_out else ""
        if view.test_accuracy is not None:
            rest += f", {percent(view.test_accuracy)} of the test set"
        yield "Accuracy", f"{percent(view.accuracy)} of all samples{rest}"
    yield "Label vector", request.kernel.label_vector
    if request.extends is not None:
        yield "Extends", f"analysis {request.extends}"
    method = request.kernel.method
    yield "Kernel", f"a sketch of {request.kernel.sketch_width:,}" if method == "sketch" else method
    if view.label_vector_note:
        yield "", view.label_vector_note
    for note in view.kernel.notes.values() if view.kernel else ():
        yield "", note


def _results(view: AnalysisView) -> Iterator[tuple[str, str]]:
    """What each stage has brought, and how long it took."""
    for stage in view.stages:
        took = "" if stage.seconds is None else f" in {duration(stage.seconds)}"
        count = f", {view.clusters:,} of them" if stage.stage is Stage.CLUSTERS and view.clusters else ""
        yield title_of(stage.stage), f"done{took}{count}" if stage.done else "to do"


def _tasks(view: AnalysisView) -> Iterator[tuple[str, str]]:
    """What else is done with it: evaluations, experiments."""
    for task in view.tasks:
        how_far = ""
        if task.progress:
            how_far = f": {', '.join([count_text(task.progress), *timing_texts(task.progress)])}"
        yield task.kind.capitalize(), f"{task.state}{how_far}" + (f": {task.error}" if task.error else "")
