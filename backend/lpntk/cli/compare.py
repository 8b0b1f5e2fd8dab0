"""`lpntk compare`: two analyses of the same samples beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain import InputError
from lpntk.pruning import STRATEGIES

if TYPE_CHECKING:
    from lpntk.pipeline.results.compare import Comparison, SharedSet

_SHOWN = 10


def compare(
    first: AnalysisId,
    second: Annotated[int, typer.Argument(metavar="ID", help="Another analysis of the same samples.")],
    strategy: Annotated[
        str | None,
        typer.Option(help=f"Compare what it drops, too: {', '.join(STRATEGIES)}.", show_default="none"),
    ] = None,
    keep: Annotated[float, typer.Option(help="Share of the samples that the strategy keeps.")] = 0.8,
    seed: Annotated[int, typer.Option(help="For strategies that draw at random.")] = 0,
    score: Annotated[
        str | None,
        typer.Option(help="Which score --output draws against itself.", show_default="strongest_partner"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Draw a score against itself: a .html."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say how far two analyses of the same samples agree, and whose neighbours changed most."""
    if output is not None:
        check_output(output, ("html",))
    elif score is not None:
        raise InputError("--score says what is drawn: give --output FILE.html as well.", field="score")
    from lpntk.pipeline.results import compare as comparing
    from lpntk.pipeline.workspace import Workspace

    with (
        Workspace.open(db) as workspace,
        workspace.results(first) as one,
        workspace.results(second) as other,
    ):
        found = comparing.compare(one, other)
        plans = None
        if strategy is not None:
            plans = comparing.compare_plans(one, other, strategy, keep, seed)
        if output is not None:
            from lpntk.pipeline.results import figures  # Plotly takes its time to import

            drawn = figures.draw_comparison(one, other, score or "strongest_partner")
            write_whole(output, drawn.to_html(include_plotlyjs=True).encode())
        class_names = one.class_names
    if as_json:
        print_json(_values(found, plans))
    else:
        _print(found, plans, class_names)


def _values(found: Comparison, plans: SharedSet | None) -> dict[str, Any]:
    from dataclasses import asdict

    values = {name: value for name, value in vars(found).items() if name not in ("index", "by_sample")}
    return {
        **values,
        "samples": len(found.index),
        "changed": [asdict(one) for one in found.changed],
        "issues": asdict(found.issues),
        "plans": None if plans is None else asdict(plans),
    }


def _print(found: Comparison, plans: SharedSet | None, class_names: tuple[str, ...]) -> None:
    terminal = console()
    both = (f"{number} ({name})" for number, name in zip(found.analyses, found.names, strict=True))
    terminal.print(f"Analyses {' and '.join(both)}: {len(found.index):,} samples in both.")
    terminal.print(found.words)
    if plans is not None:
        terminal.print(
            f"Of the samples that the strategy drops ({plans.first:,} and {plans.second:,}) "
            f"{plans.overlap:.0%} are the same in both (by chance {plans.expected:.0%})."
        )
    scores = plain_table("Score", "Spearman")
    scores.columns[1].justify = "right"
    for name, correlation in found.scores.items():
        scores.add_row(name, "" if correlation is None else f"{correlation:+.3f}")
    terminal.print(scores)
    changed = plain_table(
        "Neighbours changed most", "Label", "In both", "Nearest in the first", "In the second"
    )
    for sample in found.changed[:_SHOWN]:
        changed.add_row(
            str(sample.index),
            class_names[sample.labels[0]],
            f"{sample.overlap * found.nearest:.0f} of {found.nearest}",
            *(", ".join(str(one.index) for one in some[:4]) for some in (sample.first, sample.second)),
        )
    terminal.print(changed)
