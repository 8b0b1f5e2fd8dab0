"""`lpntk demo`: the built-in digits, end to end."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.analyse import run_analysis
from lpntk.cli.options import Database, NoBrowser, Port
from lpntk.domain import AnalysisRequest, DataSettings
from lpntk.serving.defaults import DEFAULT_HOST, DEFAULT_PORT

REQUEST = AnalysisRequest(DataSettings("digits"), name="Digits")


def demo(
    port: Port = DEFAULT_PORT,
    no_browser: NoBrowser = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the analysis.")] = False,
    db: Database = None,
) -> None:
    """Analyse 1,797 handwritten digits that come with scikit-learn, then open the page on them."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        analysis_id = run_analysis(workspace, REQUEST)
    if no_serve:
        typer.echo(analysis_id)
        return
    from lpntk.serving.server import serve

    serve(db, host=DEFAULT_HOST, port=port, open_browser=not no_browser, analysis=analysis_id)
