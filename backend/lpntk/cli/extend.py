"""`lpntk extend`: more samples for an analysis that is there."""

from __future__ import annotations

import typer

from lpntk.cli import analysis_options as options
from lpntk.cli.analyse import finish_analysis
from lpntk.cli.options import AnalysisId, Database
from lpntk.domain import DataSettings


def extend(
    analysis_id: AnalysisId,
    source: options.Source,
    name: options.Name = None,
    root: options.Root = None,
    split: options.Split = "train",
    limit: options.Limit = None,
    image_size: options.ImageSize = None,
    db: Database = None,
) -> None:
    """Add samples to a finished analysis, as a new one by the same classifier, and print its id.

    Only what the new samples bring is computed. Their indices go on after those of the first data set.
    """
    from lpntk.pipeline.workspace import Workspace

    addition = DataSettings(source, root, split, limit, image_size)
    with Workspace.open(db) as workspace:
        typer.echo(finish_analysis(workspace, workspace.extend(analysis_id, addition, name)))
