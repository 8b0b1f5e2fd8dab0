"""`lpntk experiment`: the paper's phenomena on a person's own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lpntk.cli.analyse import run_analysis
from lpntk.cli.analysis_options import takes_settings
from lpntk.cli.experiment_run import print_result, run_experiment
from lpntk.cli.options import AsJson, Database
from lpntk.cli.output import check_output, console, print_json, write_whole
from lpntk.domain import AnalysisRequest, InputError
from lpntk.domain.request import SETTINGS
from lpntk.pipeline.experiments.registry import EXPERIMENTS, experiment_of

if TYPE_CHECKING:
    from lpntk.pipeline.experiments.base import Experiment
    from lpntk.pipeline.workspace import Workspace

_FORMATS = ("json", "csv", "html")
_OF_ANALYSIS = ("root", "split", "limit", "model", "epochs")
_OF_EXPERIMENTS = {option.name: option for one in EXPERIMENTS.values() for option in one.options}


@takes_settings(*_OF_ANALYSIS, extra=_OF_EXPERIMENTS, panel="Options of the experiments; --list says whose")
def experiment(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=f"Which: {', '.join(EXPERIMENTS)}.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Argument(metavar="ID|SOURCE", help="An analysis, or samples that are analysed first."),
    ] = None,
    list_all: Annotated[
        bool, typer.Option("--list", help="Say which experiments there are, and with which options.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the result there: .json, .csv or .html."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
    **settings: Any,
) -> None:
    """Put one of the paper's claims to the test on your own data, and say whether it was seen.

    Settings of the analysis count where samples are named. The same command again goes on where it was
    stopped, or shows the result.
    """
    if list_all:
        _list()
        return
    if name is None or of is None:
        raise InputError("Say which experiment and on what: lpntk experiment NAME ID|SOURCE.", field="name")
    chosen = experiment_of(name)
    format_name = check_output(output, _FORMATS) if output else None
    options = {one: value for one, value in settings.items() if one in _OF_EXPERIMENTS and value is not None}
    from lpntk.pipeline.experiments import outcomes
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=not _is_number(of)) as workspace:
        analysis_id = _analysis(workspace, chosen, of, options, settings)
        task_id = run_experiment(workspace, analysis_id, name, options)
        with workspace.results(analysis_id) as results:
            outcome = outcomes.of_task(results, task_id)
            content = outcomes.file(results, task_id, format_name) if format_name else b""
    if output:
        write_whole(output, content)
    if as_json:
        print_json(outcomes.plain(outcome))
    elif outcome.result is not None:
        print_result(chosen, outcome.result)
        if output:
            typer.echo(f"Written to {output}.")


def _analysis(
    workspace: Workspace, chosen: Experiment, of: str, options: dict[str, Any], settings: dict[str, Any]
) -> int:
    """The analysis of that number, or of those samples, by the settings that were given."""
    given = {one: settings[one] for one in _OF_ANALYSIS}
    if _is_number(of):
        changed = [one for one, value in given.items() if value != SETTINGS[one].default]
        if changed:
            raise InputError(
                f"Analysis {of} has its settings already: leave out --{changed[0]}, or name samples instead "
                "of it.",
                field=changed[0],
            )
        return int(of)
    request = AnalysisRequest.from_settings({"source": of, **given})
    chosen.asked(request, options)  # what cannot be done is said before the analysis
    return run_analysis(workspace, request)


def _is_number(of: str) -> bool:
    """Whether an analysis is named, and not samples."""
    return of.isascii() and of.isdigit()


def _list() -> None:
    terminal = console()
    for one in EXPERIMENTS.values():
        terminal.print(f"{one.name}: {one.title}")
        terminal.print(f"  {one.claim}", soft_wrap=True)
        for option in one.options:
            default = option.empty if option.default is None else option.default
            terminal.print(f"  --{option.name}: {option.help} Default: {default}.", soft_wrap=True)
