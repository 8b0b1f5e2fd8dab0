"""An experiment brought to its end in the terminal, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lpntk.cli.output import console
from lpntk.cli.tables import plain_table
from lpntk.cli.tasks import run_task

if TYPE_CHECKING:
    from lpntk.domain.experiment import ExperimentResult
    from lpntk.pipeline.experiments.base import Experiment
    from lpntk.pipeline.workspace import Workspace


def run_experiment(workspace: Workspace, analysis_id: int, name: str, options: dict[str, Any]) -> int:
    """Bring an experiment on a finished analysis to its end, with progress on standard error; its task."""
    from lpntk.pipeline.experiments import outcomes
    from lpntk.pipeline.experiments.base import KIND

    with workspace.results(analysis_id) as results:
        asked = outcomes.asked(results, name, options)
    task_id = workspace.submit_task(analysis_id, KIND, asked)
    run_task(workspace, task_id)
    return task_id


def print_result(experiment: Experiment, result: ExperimentResult, *, to_error: bool = False) -> None:
    """Title, claim, table, verdict and notes."""
    terminal = console(to_error=to_error)
    terminal.print(experiment.title)
    terminal.print(f"Claim: {experiment.claim}\n", soft_wrap=True)
    table = plain_table(*result.columns)
    for number, column in enumerate(table.columns):
        if all(not isinstance(row[number], str) for row in result.rows):
            column.justify = "right"
    for row in result.rows:
        table.add_row(*map(_cell, row))
    terminal.print(table)
    terminal.print(f"\n{result.verdict.value.capitalize()}: {result.sentence}", soft_wrap=True)
    for note in result.notes:
        terminal.print(note, soft_wrap=True)


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)
