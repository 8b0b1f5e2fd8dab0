"""`lpntk prune`: which samples to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain import PruningPlan

if TYPE_CHECKING:
    from lpntk.pipeline.views import SampleTable


def prune(
    analysis_id: AnalysisId,
    strategy: Annotated[
        str,
        typer.Option(
            help="random, self-max, fpc-heads, fpc-random, fpc-largest, average-high or average-low.",
        ),
    ],
    keep: Annotated[float, typer.Option(help="Share of the samples to keep, above 0 and at most 1.")],
    seed: Annotated[int, typer.Option(help="For strategies that draw at random.")] = 0,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the list there: .npy, .json, .csv or .txt."
        ),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say how many samples of each class a strategy keeps, and write the list of them."""
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db) as workspace:
        format_name = check_output(output, workspace.options().formats) if output else None
        plan = workspace.plan(analysis_id, strategy, keep, seed)
        samples = workspace.samples(analysis_id)
        class_names = workspace.analysis(analysis_id).class_names or ()
        content = workspace.export_plan(analysis_id, plan, format_name) if format_name else b""
    if output:
        write_whole(output, content)
    classes = _by_class(plan, samples, class_names)
    if as_json:
        print_json(_values(analysis_id, plan, classes, output))
    else:
        _print_summary(plan, classes, output)


def _by_class(
    plan: PruningPlan, samples: SampleTable, class_names: tuple[str, ...]
) -> list[tuple[str, int, int]]:
    """Each class's name and how many of its samples are kept and pruned."""
    kept = np.isin(samples.index, plan.kept)
    kept_counts = np.bincount(samples.label[kept], minlength=len(class_names)).tolist()
    pruned_counts = np.bincount(samples.label[~kept], minlength=len(class_names)).tolist()
    return list(zip(class_names, kept_counts, pruned_counts, strict=True))


def _values(
    analysis_id: int, plan: PruningPlan, classes: list[tuple[str, int, int]], output: Path | None
) -> dict[str, Any]:
    return {
        "analysis": analysis_id,
        "strategy": plan.strategy,
        "keep": plan.keep,
        "seed": plan.seed,
        "kept": len(plan.kept),
        "pruned": len(plan.pruned),
        "classes": [{"name": name, "kept": kept, "pruned": pruned} for name, kept, pruned in classes],
        "output": str(output) if output else None,
    }


def _print_summary(plan: PruningPlan, classes: list[tuple[str, int, int]], output: Path | None) -> None:
    table = plain_table("Class", "Kept", "Pruned")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, kept, pruned in classes:
        table.add_row(name, f"{kept:,}", f"{pruned:,}")
    terminal = console()
    terminal.print(table)
    terminal.print(f"{plan.strategy} keeps {len(plan.kept):,} samples and prunes {len(plan.pruned):,}.")
    terminal.print(f"Written to {output}." if output else "Nothing is written: -o FILE writes the list.")
