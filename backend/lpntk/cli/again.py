"""`lpntk again`: an analysis once more, with another kernel."""

from __future__ import annotations

from typing import Any

import typer

from lpntk.cli.analyse import finish_analysis
from lpntk.cli.analysis_options import takes_settings
from lpntk.cli.options import AnalysisId, Database
from lpntk.domain.request import SETTINGS

CHANGED = {
    name: setting
    for name, setting in SETTINGS.items()
    if setting.group in ("kernel", "structure") or name == "name"
}
"""What leaves samples and classifier as they are."""


@takes_settings(extra=CHANGED, panel="What is to be different")
def again(analysis_id: AnalysisId, db: Database = None, **changes: Any) -> None:
    """Compute an analysis again with another kernel over the same samples and the same classifier.

    Such as `lpntk again 1 --label-vector residual`, which shows contradictions. Nothing is trained again.
    """
    from lpntk.pipeline.workspace import Workspace

    given = {name: value for name, value in changes.items() if value is not None}
    with Workspace.open(db, create=False) as workspace:
        added = workspace.again(analysis_id, given)
        typer.echo(finish_analysis(workspace, added.id))
