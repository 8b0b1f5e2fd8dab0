"""`lpntk forecast`: what would change without some samples, or with other labels."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, print_json
from lpntk.cli.tables import percent, plain_table
from lpntk.domain import InputError
from lpntk.domain.forecast import Forecast

if TYPE_CHECKING:
    from lpntk.pipeline.results.results import Results

_LISTS = "indices as .npy, .txt, .json or .csv"
_SHOWN = 10


def forecast(
    analysis_id: AnalysisId,
    remove: Annotated[
        Path | None, typer.Option(metavar="LIST", help=f"The samples that go: {_LISTS}.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="The samples that stay instead, as `lpntk prune` writes them."),
    ] = None,
    relabel: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Other labels, as `lpntk analyse --labels` takes them: a file of decisions."
        ),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Forecast what held-out samples would be predicted to be without some samples, in closed form.

    It is the linearised model that is solved again; nothing is retrained.
    """
    if remove is not None and keep is not None:
        raise InputError("Say which samples go or which stay: give --remove or --keep.", field="keep")
    if remove is None and keep is None and relabel is None:
        raise InputError(
            "Say what would change: give --remove LIST, --keep LIST or --relabel FILE.", field="remove"
        )
    from lpntk.pipeline.results.forecast import forecast as solve
    from lpntk.pipeline.results.outlook import retrained
    from lpntk.pipeline.review.changes import changes_in
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        going = set(_going(results, remove, keep))
        others: dict[int, int] = {}
        if relabel is not None:
            gone, others = changes_in(results, str(relabel))
            going.update(gone.tolist())
        found, class_names = solve(results, sorted(going), others), results.class_names
        agreed = retrained(results).sentence
    if as_json:
        print_json({"analysis": analysis_id, **asdict(found), "note": found.note, "agreement": agreed})
        return
    _print(found, class_names)
    if agreed:
        console().print(agreed)


def _going(results: Results, remove: Path | None, keep: Path | None) -> list[int]:
    from lpntk.pruning.reading import read_indices

    fingerprint = results.dataset.fingerprint
    if remove is not None:
        return read_indices(remove, "remove", fingerprint).tolist()
    if keep is None:
        return []
    staying = read_indices(keep, "keep", fingerprint)
    for index in np.setdiff1d(staying, results.indices)[:1].tolist():
        results.row_of(index)  # says that there is none
    return np.setdiff1d(results.indices, staying).tolist()


def _print(found: Forecast, class_names: tuple[str, ...]) -> None:
    terminal = console()
    points = 100 * (found.after - found.before)
    terminal.print(
        f"{percent(found.before)} of {found.samples:,} held-out samples right with all, "
        f"{percent(found.after)} after the change ({points:+.1f} points)."
    )
    terminal.print(
        f"{found.removed:,} samples go and {found.relabelled:,} get another label; "
        f"{len(found.turned):,} predictions turn."
    )
    table = plain_table("Class", "Held out", "Before", "After")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in found.classes:
        if one.samples:
            table.add_row(class_names[one.label], f"{one.samples:,}", percent(one.before), percent(one.after))
    terminal.print(table)
    for turned in found.turned[:_SHOWN]:
        which = f"sample {turned.position}" + ("" if turned.index is not None else " of the test set")
        label, before, after = (class_names[of] for of in (turned.label, turned.before, turned.after))
        terminal.print(f"  {which}, labelled {label}: {before} -> {after}")
    terminal.print(found.note)
