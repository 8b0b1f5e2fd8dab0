"""`lpntk columns`: what you know of the samples yourself, a column each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, print_json
from lpntk.cli.tables import plain_table
from lpntk.cli.tasks import run_task
from lpntk.domain import InputError
from lpntk.domain.columns import ColumnKind
from lpntk.domain.job import EMBEDDING

if TYPE_CHECKING:
    from lpntk.columns.given import Given
    from lpntk.pipeline.results.embeddings import EmbeddingView
    from lpntk.pipeline.workspace import Workspace
    from lpntk.store.own_columns import Held


def columns(
    analysis_id: AnalysisId,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="Columns to add, .csv or .parquet: first index or path, then numbers, categories, or an "
            "embedding as e0, e1, … or as lists; or .npy or .npz, one row a sample.",
            show_default=False,
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put them in place of those that are called the same.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call the only column of the file.", show_default=False),
    ] = None,
    remove: Annotated[
        str | None, typer.Option(metavar="NAME", help="Remove a column.", show_default=False)
    ] = None,
    compare: Annotated[
        bool | None,
        typer.Option(
            "--compare/--no-compare",
            help="Whether embeddings get a map and neighbours here, and are compared with the kernel.",
            show_default="where a FILE is given",
        ),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Add columns of your own to the samples, remove one, or list them.

    They belong to the data: they are there in every analysis of the same samples.
    """
    if file is not None and remove is not None:
        raise InputError("Add columns or remove one: give FILE or --remove NAME.", field="remove")
    given = None if file is None else _read(file, name)
    from lpntk.pipeline.review import own_columns
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        notes: tuple[str, ...] = ()
        with workspace.results(analysis_id) as results:
            if remove is not None:
                own_columns.remove(results, remove)
            elif given is not None:
                notes = own_columns.add(results, given, replace=replace).notes
        for note in notes:
            typer.echo(note, err=True)
        if given is not None if compare is None else compare:
            _compare(workspace, analysis_id)
        _list(workspace, analysis_id, as_json)


def _read(file: Path, name: str | None) -> Given:
    from lpntk.columns import read

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}): check the path.", field="file") from None
    return read(content, file.name, name)


def _compare(workspace: Workspace, analysis_id: int) -> None:
    """Have every embedding a map, neighbours and its agreement with the kernel."""
    from lpntk.pipeline.results import embeddings

    with workspace.results(analysis_id) as results:
        wanted = embeddings.wanted(results)
    for request in wanted:
        run_task(workspace, workspace.submit_task(analysis_id, EMBEDDING, request))


def _list(workspace: Workspace, analysis_id: int, as_json: bool) -> None:
    from lpntk.pipeline.results import embeddings

    with workspace.results(analysis_id) as results:
        found, compared = results.own_columns, embeddings.all_of(results)
    if as_json:
        agreement = {view.name: view.agreement for view in compared}
        print_json([_values(held, agreement) for held in found])
        return
    _print(found, compared)


def _values(held: Held, agreement: dict[str, float | None]) -> dict[str, Any]:
    return {
        "name": held.name,
        "kind": held.kind.value,
        "known": held.known,
        "categories": list(held.categories),
        "dimensions": held.dimensions,
        "agreement": agreement.get(held.name),
    }


def _print(found: list[Held], compared: list[EmbeddingView]) -> None:
    terminal = console()
    if not found:
        terminal.print("There are no columns of yours yet: lpntk columns ID FILE adds some, or the page.")
        return
    table = plain_table("Column", "What it is", "Samples")
    table.columns[2].justify = "right"
    for held in found:
        table.add_row(held.name, _described(held), f"{held.known:,}")
    terminal.print(table)
    for view in compared:
        terminal.print(view.sentence)


def _described(held: Held) -> str:
    if held.kind is ColumnKind.NUMBER:
        return "a number"
    if held.kind is ColumnKind.EMBEDDING:
        return f"an embedding of {held.dimensions:,} numbers"
    return "one group" if len(held.categories) == 1 else f"one of {len(held.categories):,} groups"
