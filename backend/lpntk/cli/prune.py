"""`lpntk prune`: which samples to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain import PruningPlan
from lpntk.pruning import FORMATS, STRATEGIES, total_note

_ENDINGS = ", ".join(f".{ending}" for ending in FORMATS)

if TYPE_CHECKING:
    from lpntk.pipeline.results.views import ClassCount


def prune(
    analysis_id: AnalysisId,
    strategy: Annotated[str, typer.Option(help=f"{', '.join(STRATEGIES)}.")],
    keep: Annotated[float, typer.Option(help="Share of the samples to keep, above 0 and at most 1.")],
    seed: Annotated[int, typer.Option(help="For strategies that draw at random.")] = 0,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=f"Write the list there: {_ENDINGS}."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say how many samples of each class a strategy keeps, and write the list of them."""
    from lpntk.pipeline.results import files, plans
    from lpntk.pipeline.workspace import Workspace

    format_name = check_output(output, FORMATS) if output else None
    with Workspace.open(db) as workspace, workspace.results(analysis_id) as results:
        plan = plans.plan(results, strategy, keep, seed)
        classes = plans.by_class(results, plan)
        content = files.plan_file(results, plan, format_name) if format_name else b""
    if output:
        write_whole(output, content)
    if as_json:
        print_json(_values(analysis_id, plan, classes, output))
    else:
        _print_summary(plan, classes, output)


def _values(
    analysis_id: int, plan: PruningPlan, classes: tuple[ClassCount, ...], output: Path | None
) -> dict[str, Any]:
    return {
        "analysis": analysis_id,
        "strategy": plan.strategy,
        "keep": plan.keep,
        "seed": plan.seed,
        "kept": len(plan.kept),
        "pruned": len(plan.pruned),
        "note": total_note(plan),
        "classes": [{"name": one.name, "kept": one.kept, "pruned": one.pruned} for one in classes],
        "output": str(output) if output else None,
    }


def _print_summary(plan: PruningPlan, classes: tuple[ClassCount, ...], output: Path | None) -> None:
    table = plain_table("Class", "Kept", "Pruned")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in classes:
        table.add_row(one.name, f"{one.kept:,}", f"{one.pruned:,}")
    terminal = console()
    terminal.print(table)
    terminal.print(f"{plan.strategy} keeps {len(plan.kept):,} samples and prunes {len(plan.pruned):,}.")
    if note := total_note(plan):
        terminal.print(note)
    terminal.print(f"Written to {output}." if output else "Nothing is written: -o FILE writes the list.")
