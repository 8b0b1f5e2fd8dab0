"""`lpntk list`: every analysis in the database."""

from __future__ import annotations

from lpntk.cli.options import AsJson, Database
from lpntk.cli.output import console, local_time, print_json
from lpntk.cli.tables import analysis_values, percent, plain_table


def list_analyses(as_json: AsJson = False, db: Database = None) -> None:
    """List the analyses."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        analyses = workspace.analyses()
    if as_json:
        print_json([analysis_values(view) for view in analyses])
        return
    if not analyses:
        console().print("No analyses yet: `lpntk analyse SOURCE` makes one, `lpntk demo` shows one.")
        return
    table = plain_table("Id", "Name", "State", "Samples", "Model", "Label vector", "Accuracy", "Created")
    for view in analyses:
        table.add_row(
            str(view.id),
            view.name,
            view.state,
            "" if view.samples is None else f"{view.samples:,}",
            view.request.learning.model,
            view.request.kernel.label_vector,
            percent(view.accuracy),
            local_time(view.created_at),
        )
    console().print(table)
