"""`lpntk compare-plans`: how far strategies agree on what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, print_json
from lpntk.cli.tables import plain_table
from lpntk.pruning import STRATEGIES

if TYPE_CHECKING:
    from lpntk.pipeline.results.plan_overlap import PlanOverlap


def compare_plans(
    analysis_id: AnalysisId,
    strategy: Annotated[
        list[str], typer.Option(help=f"Give it once for each, two to eight: {', '.join(STRATEGIES)}.")
    ],
    keep: Annotated[float, typer.Option(help="Share of the samples to keep, above 0 and at most 1.")],
    seed: Annotated[int, typer.Option(help="For strategies that draw at random.")] = 0,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say how far pruning strategies agree on what goes."""
    from lpntk.pipeline.results import plan_overlap
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        found = plan_overlap.compare(results, strategy, keep, seed)
        class_names = results.class_names
    if as_json:
        print_json({"analysis": analysis_id, **_values(found)})
    else:
        _print(found, class_names)


def _values(found: PlanOverlap) -> dict[str, Any]:
    return {
        "strategies": found.strategies,
        "keep": found.keep,
        "seed": found.seed,
        "pruned": found.pruned.tolist(),
        "overlap": found.overlap.tolist(),
        "expected": found.expected,
        "only_first": found.only_first.tolist(),
        "only_second": found.only_second.tolist(),
    }


def _print(found: PlanOverlap, class_names: tuple[str, ...]) -> None:
    table = plain_table("Overlap of what goes", "Pruned", *found.strategies)
    for column in table.columns[1:]:
        column.justify = "right"
    rows = zip(found.strategies, found.pruned.tolist(), found.overlap.tolist(), strict=True)
    for name, pruned, shares in rows:
        table.add_row(name, f"{pruned:,}", *(f"{share:.0%}" for share in shares))
    terminal = console()
    terminal.print(table)
    terminal.print(found.words)
    for number, only in ((0, found.only_first), (1, found.only_second)):
        most = int(found.per_class[:, number].argmax())
        where = (
            f", most of them of class {class_names[most]} ({found.per_class[most, number]:,})"
            if len(only)
            else ""
        )
        terminal.print(f"Only {found.strategies[number]} drops {len(only):,}{where}.")
