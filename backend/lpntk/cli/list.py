"""`lpntk list`: every analysis in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lpntk.cli.options import AsJson, Database
from lpntk.cli.output import console, local_time, print_json
from lpntk.cli.tables import analysis_values, percent, plain_table

if TYPE_CHECKING:
    from lpntk.pipeline.results.views import AnalysisView


@dataclass(frozen=True)
class _Column:
    title: str
    text: Callable[[AnalysisView], str]
    from_width: int = 0


_COLUMNS = (
    _Column("Id", lambda view: str(view.id)),
    _Column("Name", lambda view: view.name),
    _Column("State", lambda view: view.state),
    _Column("Samples", lambda view: "" if view.samples is None else f"{view.samples:,}", 60),
    _Column("Model", lambda view: view.request.learning.model, 100),
    _Column("Label vector", lambda view: view.request.kernel.label_vector, 100),
    _Column("Accuracy", lambda view: percent(view.accuracy), 60),
    _Column("Created", lambda view: local_time(view.created_at), 80),
)
"""What is told of each analysis, and how wide a terminal must be for it."""


def list_analyses(as_json: AsJson = False, db: Database = None) -> None:
    """List the analyses."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        analyses = workspace.analyses()
    if as_json:
        print_json([analysis_values(view) for view in analyses])
        return
    if not analyses:
        console().print("No analyses yet: `lpntk analyse SOURCE` makes one, `lpntk demo` shows one.")
        return
    terminal = console()
    columns = [one for one in _COLUMNS if one.from_width <= terminal.width]
    table = plain_table(*(one.title for one in columns))
    for view in analyses:
        table.add_row(*(one.text(view) for one in columns))
    terminal.print(table)
