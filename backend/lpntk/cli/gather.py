"""`lpntk gather`: put the shards of a kernel together and finish the analysis."""

from __future__ import annotations

import typer

from lpntk.cli.analyse import finish_analysis
from lpntk.cli.options import AnalysisId, Database, Folder


def gather(analysis_id: AnalysisId, folder: Folder, db: Database = None) -> None:
    """Put together what `lpntk work` has left in the folder, finish the analysis, and print its id.

    If a shard is missing it is named, and nothing is lost.
    """
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        finish_analysis(workspace, analysis_id, lambda told: workspace.gather(analysis_id, folder, told))
    typer.echo(analysis_id)
