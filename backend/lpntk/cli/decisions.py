"""`lpntk decisions`: what was decided on the labels of an analysis."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, local_time, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain import require_one_of
from lpntk.domain.decision import Decision
from lpntk.domain.exports import DECISION_FILES, DecisionFile

if TYPE_CHECKING:
    from lpntk.pipeline.results.results import Results

_FILES = ", ".join(
    f"{what} ({' or '.join(f'.{ending}' for ending in endings)})" for what, endings in DECISION_FILES.items()
)


def decisions(
    analysis_id: AnalysisId,
    what: Annotated[str, typer.Option(help=f"{_FILES}.")] = DecisionFile.DECISIONS,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write that there; the suffix is the format."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Show what was decided on the labels of an analysis's samples, or write it to a file.

    Decisions belong to the data: they are those on every analysis of the same samples. The file of decisions,
    and that of corrected labels, are for lpntk analyse … --labels FILE.
    """
    chosen = DecisionFile(require_one_of(what, DECISION_FILES, "file", field="what"))
    format_name = check_output(output, DECISION_FILES[chosen]) if output else ""
    from lpntk.pipeline.review import decisions, files
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        found = list(decisions.current(results).values())
        content = files.export(results, chosen, format_name) if output else b""
        if not output and not as_json:
            _print_table(results, found)
    if output:
        write_whole(output, content)
    if as_json:
        print_json([asdict(one) for one in found])
    elif output:
        typer.echo(f"Written to {output}.")


def _print_table(results: Results, found: list[Decision]) -> None:
    if not found:
        console().print("Nothing is decided yet: that is done on the page, in the view Labels.")
        return
    names = results.class_names
    given = dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))
    table = plain_table("Index", "Given", "Action", "Label", "Decided", "Analysis")
    for one in found:
        table.add_row(
            str(one.index),
            names[given[one.index]] if one.index in given else "",
            one.action,
            "" if one.label is None else names[one.label],
            local_time(one.decided_at),
            str(one.analysis),
        )
    console().print(table)
