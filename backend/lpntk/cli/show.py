"""`lpntk show`: one analysis at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, duration, print_json
from lpntk.cli.progress import STAGE_TITLES, count_text, timing_texts
from lpntk.cli.tables import analysis_values, percent

if TYPE_CHECKING:
    from lpntk.pipeline.views import AnalysisView


def show(analysis_id: AnalysisId, as_json: AsJson = False, db: Database = None) -> None:
    """Show an analysis: its data, its classifier and how far it is."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        view = workspace.analysis(analysis_id)
    if as_json:
        print_json(analysis_values(view))
        return
    table = Table.grid(padding=(0, 2))
    for name, value in _facts(view):
        table.add_row(name, value)
    console().print(table)


def _facts(view: AnalysisView) -> list[tuple[str, str]]:
    """What there is to say, as far as it is known yet."""
    data, learning = view.request.data, view.request.learning
    facts = [("Analysis", f"{view.id}, {view.name}"), ("Created", view.created_at), ("State", view.state)]
    if view.error:
        facts.append(("Error", view.error))
    if view.progress and view.state == "running":
        parts = [count_text(view.progress), *timing_texts(view.progress)]
        facts.append(("Now", f"{STAGE_TITLES[view.progress.stage]}: {', '.join(parts)}"))
    facts.append(("Images", f"{data.source} ({data.split})" if data.split else data.source))
    if view.samples is not None and view.class_names is not None and view.image_shape is not None:
        height, width, channels = view.image_shape
        facts.append(("Samples", f"{view.samples:,}, each {width} x {height} x {channels}"))
        facts.append(("Classes", f"{len(view.class_names)}: {', '.join(view.class_names)}"))
    parameters = "" if view.model_parameters is None else f", {view.model_parameters:,} parameters"
    facts.append(("Classifier", learning.model + parameters))
    if view.accuracy is not None:
        held_out = (
            f", {percent(view.validation_accuracy)} of the held-out"
            if view.validation_accuracy is not None
            else ""
        )
        facts.append(("Accuracy", f"{percent(view.accuracy)} of all samples{held_out}"))
    facts.append(("Label vector", view.request.kernel.label_vector))
    if view.clusters is not None:
        facts.append(("Clusters", f"{view.clusters:,}"))
    for stage in view.stages:
        took = "" if stage.seconds is None else f", {duration(stage.seconds)}"
        facts.append((STAGE_TITLES[stage.stage], f"done{took}" if stage.done else "to do"))
    return facts
