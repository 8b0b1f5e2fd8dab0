"""`lpntk label-issues`: which labels are probably wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import LONGEST_WORDS, percent, plain_table
from lpntk.domain import InputError

if TYPE_CHECKING:
    from lpntk.pipeline.results.known_errors import KnownErrors
    from lpntk.pipeline.results.label_issues import LabelIssues


def label_issues(
    analysis_id: AnalysisId,
    n: Annotated[int, typer.Option("-n", help="How many; 0 for all.")] = 50,
    by: Annotated[
        str,
        typer.Option(
            help="What to order by: rank, the mean rank by left-out margin and loss, or a score with a "
            "suspicious end, such as left_out_margin or loss."
        ),
    ] = "rank",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the list there, with every score: .csv."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """List the samples whose labels are probably wrong, the most suspicious first.

    The left-out margin says how much all other samples prefer another label. Where labels were flipped on
    purpose (analyse --label-noise), a table says how well each score finds them.
    """
    if n < 0:
        raise InputError(f"n is {n}: it must be at least 0.", field="n")
    if output:
        check_output(output, ("csv",))
    from lpntk.pipeline.results import contents, known_errors
    from lpntk.pipeline.results import label_issues as issues
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        found = issues.label_issues(results, by, limit=n or None)
        noise = known_errors.known_errors(results)
        content = issues.issues_csv(results, found) if output else b""
        said = contents.in_line(results, [issue.index for issue in found.issues], LONGEST_WORDS)
        names, title = results.class_names, issues.orders(results)[by]
    if output:
        write_whole(output, content)
    if as_json:
        print_json({**asdict(found), "noise": None if noise is None else asdict(noise)})
        return
    if output:
        typer.echo(f"Written to {output}.")
    else:
        _print_issues(found, names, title, said)
    if noise is not None:
        _print_noise(noise)


def _print_issues(found: LabelIssues, names: tuple[str, ...], title: str, said: Mapping[int, str]) -> None:
    terminal = console()
    where = {issue.index: issue.path or "" for issue in found.issues if issue.path is not None} or said
    table = _with_numbers(
        plain_table("Rank", "Index", "Given", "Suggested", "Margin", "Sure", "Loss", "Decided"), 4, 5, 6
    )
    if where:
        table.add_column("Says" if where is said else "Path")
    for issue in found.issues:
        decided = "" if issue.decision is None else issue.decision.action
        table.add_row(
            str(issue.rank),
            str(issue.index),
            names[issue.given],
            names[issue.suggested] if issue.doubted else "the others agree",
            f"{issue.margin:+.3f}",
            percent(issue.confidence) if issue.doubted else "",
            f"{issue.scores['loss']:.3f}",
            decided,
            *([where.get(issue.index, "")] if where else []),
        )
    terminal.print(table)
    terminal.print(
        f"The first {len(found.issues):,} of {found.total:,} samples, by {title.lower()}. `lpntk serve` "
        "shows them with their evidence."
    )


def _print_noise(noise: KnownErrors) -> None:
    table = _with_numbers(
        plain_table("Score", "Average precision", "AUROC", f"Wrong among the first {noise.wrong:,}"), 1, 2, 3
    )
    for one in noise.results:
        table.add_row(one.title, f"{one.average_precision:.3f}", f"{one.auroc:.3f}", percent(one.precision))
    terminal = console()
    terminal.print(f"\nHow well each score finds the {noise.wrong:,} labels that were flipped on purpose:\n")
    terminal.print(table)


def _with_numbers(table: Table, *columns: int) -> Table:
    for column in columns:
        table.columns[column].justify = "right"
    return table
