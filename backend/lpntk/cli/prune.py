"""`lpntk prune`: which samples to keep, and what is forecast of that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.progress import reading_progress
from lpntk.cli.tables import plain_table
from lpntk.domain import InputError, PruningPlan
from lpntk.domain.plan_forecast import Outlook
from lpntk.domain.pruning import Side
from lpntk.pruning import FORMATS, ON, STRATEGIES, strategy_of, total_note
from lpntk.pruning.reading import read_indices

if TYPE_CHECKING:
    from lpntk.pipeline.results.results import Results
    from lpntk.pipeline.results.views import ClassCount

_ENDINGS = ", ".join(f".{ending}" for ending in FORMATS)


def prune(
    analysis_id: Annotated[
        int | None,
        typer.Argument(metavar="[ID]", help="The analysis, as `lpntk list` numbers it.", show_default=False),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            help="One of `lpntk prune --list`, or by:SCORE:highest, by:SCORE:lowest or by:SCORE:middle for "
            "any score, and :stratified or :coverage after that.",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The embedding of yours that semdedup goes by, in place of the kernel; see lpntk columns.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        float | None,
        typer.Option(help="Share of the samples to keep, above 0 and at most 1.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(help="For strategies that draw at random.")] = 0,
    lists: Annotated[
        bool,
        typer.Option(
            "--list",
            help="List the strategies; with ID and --keep, ordered by what is forecast of them there.",
        ),
    ] = False,
    forecasts: Annotated[
        bool,
        typer.Option(
            "--forecast/--no-forecast", help="Whether to say what is forecast, beside ten random plans."
        ),
    ] = True,
    side: Annotated[
        Side, typer.Option(help="Whether the list is of what is kept, or of what is pruned.")
    ] = Side.KEPT,
    stay: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=f"Samples that stay whatever the strategy says: indices, {_ENDINGS}.",
            show_default=False,
        ),
    ] = None,
    go: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Samples that go whatever the strategy says, likewise.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=f"Write the list there: {_ENDINGS}."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say how many samples of each class a strategy keeps, what is forecast of it, and write the list."""
    if lists:
        _list(analysis_id, keep, seed, as_json, db)
        return
    if analysis_id is None or strategy is None or keep is None:
        raise InputError(
            "Say what to prune: give ID, --strategy NAME and --keep SHARE; --list shows the strategies.",
            field="strategy",
        )
    strategy = _going_by(strategy, on)
    from lpntk.pipeline.results import files, plans
    from lpntk.pipeline.results.outlook import outlook, retrained
    from lpntk.pipeline.workspace import Workspace

    format_name = check_output(output, FORMATS) if output else None
    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        plan = plans.plan(results, strategy, keep, seed)
        if stay or go:
            plan = plan.by_hand(_listed(results, stay, "stay"), _listed(results, go, "go"))
        # What is forecast is of what a strategy makes alone.
        forecasts = forecasts and not plan.is_by_hand
        classes = plans.by_class(results, plan)
        content = b""
        if format_name:
            gone = side is Side.PRUNED
            content = files.plan_file(results, plan, format_name, gone=gone, forecast=not plan.is_by_hand)
        found = outlook(results, plan) if forecasts else None
        agreed = retrained(results).sentence if forecasts else None
    if output:
        write_whole(output, content)
    if as_json:
        print_json({**_values(analysis_id, plan, classes, found, output), "agreement": agreed})
    else:
        _print_summary(plan, classes, [*_words(found), *([agreed] if agreed else [])], output)


def _going_by(strategy: str, embedding: str | None) -> str:
    """The strategy by an embedding, where one is named."""
    if embedding is None:
        return strategy
    if f"{strategy}:" != ON:
        raise InputError(
            f"'{strategy}' goes by no embedding: --on is for --strategy {ON.removesuffix(':')}.", field="on"
        )
    return f"{ON}{embedding}"


def _listed(results: Results, file: Path | None, option: str) -> list[int]:
    if file is None:
        return []
    found: list[int] = read_indices(file, option, results.dataset.fingerprint).tolist()
    return found


def _values(
    analysis_id: int,
    plan: PruningPlan,
    classes: tuple[ClassCount, ...],
    found: Outlook | None,
    output: Path | None,
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
        "forecast": None if found is None else _forecast(found),
        "output": str(output) if output else None,
    }


def _forecast(found: Outlook) -> dict[str, Any]:
    return {**found.to_dict(), "sentence": found.sentence}


def _print_summary(
    plan: PruningPlan, classes: tuple[ClassCount, ...], forecast: Sequence[str], output: Path | None
) -> None:
    table = plain_table("Class", "Kept", "Pruned")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in classes:
        table.add_row(one.name, f"{one.kept:,}", f"{one.pruned:,}")
    terminal = console()
    terminal.print(table)
    terminal.print(
        f"{_titled(plan.strategy)} keeps {len(plan.kept):,} samples and prunes {len(plan.pruned):,}."
    )
    if note := total_note(plan):
        terminal.print(note)
    for sentence in forecast:
        terminal.print(sentence)
    terminal.print(f"Written to {output}." if output else "Nothing is written: -o FILE writes the list.")


def _titled(strategy: str) -> str:
    """What a strategy is called here and in the page."""
    return f"{strategy} ({strategy_of(strategy).title})"


def _words(found: Outlook | None) -> list[str]:
    if found is None:
        return []
    return [found.sentence, found.note, *([f"Warning: {found.warning}"] if found.warning else [])]


def _list(analysis_id: int | None, keep: float | None, seed: int, as_json: bool, db: str | None) -> None:
    if analysis_id is None:
        _print_strategies(as_json)
        return
    if keep is None:
        raise InputError("Say how many stay: give --keep SHARE beside --list and ID.", field="keep")
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        _print_ranking(results, keep, seed, as_json)


def _print_strategies(as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"name": one.name, "title": one.title, "description": one.description, "needs": one.reads}
                for one in STRATEGIES.values()
            ]
        )
        return
    table = plain_table("Strategy", "Name in the page", "What it keeps", "Needs")
    for one in STRATEGIES.values():
        table.add_row(one.name, one.title, one.description, one.reads)
    terminal = console()
    terminal.print(table)
    terminal.print(
        "Any score can be pruned by: by:SCORE:highest, by:SCORE:lowest or by:SCORE:middle keeps that end of "
        "it in each class; :stratified or :coverage after that draws from all parts of it."
    )


def _print_ranking(results: Results, keep: float, seed: int, as_json: bool) -> None:
    from lpntk.pipeline.results.outlook import ranking

    with reading_progress("Forecasting", "strategies") as progress:
        found, refused = ranking(results, keep, seed, progress)
    if as_json:
        print_json({"strategies": [_forecast(one) for one in found], "refused": refused})
        return
    table = plain_table("Strategy", "Name in the page", "Forecast", "Beside random")
    table.columns[2].justify = "right"
    for one in found:
        table.add_row(
            one.strategy, strategy_of(one.strategy).title, f"{100 * one.accuracy:.2f} %", one.standing.value
        )
    terminal = console()
    terminal.print(table)
    band, first = found[0].random, found[0]
    terminal.print(
        f"All samples: {100 * first.full:.2f} %. {band.plans} random plans that keep {keep:g}: "
        f"{100 * band.low:.2f} to {100 * band.high:.2f} %."
    )
    terminal.print(first.note)
    for name, why in refused.items():
        terminal.print(f"{_titled(name)} cannot be made: {why}")
