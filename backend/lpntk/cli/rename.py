"""`lpntk rename`: another name for an analysis."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, Database


def rename(
    analysis_id: AnalysisId,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    db: Database = None,
) -> None:
    """Give an analysis another name."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        workspace.rename(analysis_id, name)
    typer.echo(f"Analysis {analysis_id} is called {name} now.")
