"""`lpntk extend`: more samples for an analysis that is there."""

from __future__ import annotations

from typing import Any

import typer

from lpntk.cli.analyse import finish_analysis
from lpntk.cli.analysis_options import takes_settings
from lpntk.cli.options import AnalysisId, Database
from lpntk.domain import DataSettings


@takes_settings("source", "name", "root", "split", "limit", "image_size", "input_column", "label_column")
def extend(analysis_id: AnalysisId, db: Database = None, **settings: Any) -> None:
    """Add samples to a finished analysis, as a new one by the same classifier, and print its id.

    Only what the new samples bring is computed. Their indices go on after those of the first data set.
    """
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        name = settings.pop("name")
        added = workspace.extend(analysis_id, DataSettings(**settings), name)
        typer.echo(finish_analysis(workspace, added.id))
