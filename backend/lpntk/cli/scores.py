"""`lpntk scores`: one number a sample and score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.cli.tables import plain_table
from lpntk.domain.exports import EXPORTS, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lpntk.scores import Score

_FORMATS = EXPORTS[Result.SCORES].formats
_ENDINGS = ", ".join(f".{ending}" for ending in _FORMATS)


def scores(
    analysis_id: AnalysisId,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=f"Write all of them there: {_ENDINGS}."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Say what each score is over all samples and which is the most suspicious, or write them all."""
    format_name = check_output(output, _FORMATS) if output else None
    from lpntk.pipeline.results import files, scores
    from lpntk.pipeline.workspace import Workspace
    from lpntk.scores import SCORES

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        if output and format_name:
            write_whole(output, files.export(results, Result.SCORES, format_name))
        columns = scores.of_all(results)
        found = [_values(SCORES[name], column, results.indices) for name, column in columns.items()]
    if as_json:
        print_json({"analysis": analysis_id, "scores": found, "output": str(output) if output else None})
    elif output:
        typer.echo(f"{len(found)} scores of {len(results.indices):,} samples are written to {output}.")
    else:
        _print(found)


def _values(score: Score, column: NDArray[Any], indices: NDArray[np.int64]) -> dict[str, Any]:
    """A score over all samples: its range, and the sample at its suspicious end."""
    rows = np.flatnonzero(np.isfinite(column))
    numbers = column[rows].astype(np.float64)
    low, median, high = np.quantile(numbers, [0, 0.5, 1]).tolist() if len(rows) else [np.nan] * 3
    first = None
    # Of a group, one sample is as suspicious as another.
    if score.suspicious is not None and not score.categories and len(rows):
        end = numbers.argmin() if score.suspicious == "low" else numbers.argmax()
        first = int(indices[rows[end]])
    return {
        "name": score.name,
        "title": score.title,
        "unit": score.unit,
        "suspicious": score.suspicious,
        "known": len(rows),
        "lowest": low,
        "median": median,
        "highest": high,
        "most_suspicious": first,
    }


def _print(found: list[dict[str, Any]]) -> None:
    table = plain_table("Score", "Name", "Lowest", "Median", "Highest", "Suspicious", "Most of all")
    for place in (2, 3, 4, 6):
        table.columns[place].justify = "right"
    for one in found:
        numbers = (f"{one[what]:.4g}" for what in ("lowest", "median", "highest"))
        first = "" if one["most_suspicious"] is None else str(one["most_suspicious"])
        table.add_row(one["title"], one["name"], *numbers, one["suspicious"] or "", first)
    terminal = console()
    terminal.print(table)
    terminal.print("Of flags 1 is yes. -o FILE writes every sample's.")
