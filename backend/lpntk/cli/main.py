"""The `lpntk` command."""

from __future__ import annotations

import io
import os
import sys
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from lpntk.cli import exits
from lpntk.cli.again import again
from lpntk.cli.analyse import analyse
from lpntk.cli.cancel import cancel
from lpntk.cli.cluster_kubernetes import kubernetes
from lpntk.cli.cluster_slurm import slurm
from lpntk.cli.columns import columns
from lpntk.cli.compare import compare
from lpntk.cli.compare_plans import compare_plans
from lpntk.cli.copy import copy
from lpntk.cli.decisions import decisions
from lpntk.cli.delete import delete
from lpntk.cli.demo import demo
from lpntk.cli.evaluate import evaluate
from lpntk.cli.experiment import experiment
from lpntk.cli.export import export
from lpntk.cli.extend import extend
from lpntk.cli.forecast import forecast
from lpntk.cli.gather import gather
from lpntk.cli.label_issues import label_issues
from lpntk.cli.list import list_analyses
from lpntk.cli.neighbours import neighbours
from lpntk.cli.prune import prune
from lpntk.cli.rename import rename
from lpntk.cli.resume import resume
from lpntk.cli.scores import scores
from lpntk.cli.serve import serve
from lpntk.cli.show import show
from lpntk.cli.tag import tag
from lpntk.cli.tags import tags
from lpntk.cli.work import work
from lpntk.domain import LpntkError


class Commands(TyperGroup):
    """Shows an error that is meant for people as its one sentence."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except LpntkError as error:
            typer.echo(f"lpntk: {error.message}", err=True)
            raise typer.Exit(exits.INPUT) from None


app = typer.Typer(
    name="lpntk",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cluster = typer.Typer(
    name="cluster",
    help="Print what a scheduler is given: a Slurm script, or a manifest for Kubernetes.",
    no_args_is_help=True,
)

MANY_MACHINES = "Many machines"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("lpntk"))
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """See what your training samples do to each other: interchangeable, unrelated or contradictory."""


app.command()(demo)
app.command()(analyse)
app.command()(again)
app.command()(extend)
app.command("list")(list_analyses)
app.command()(show)
app.command(context_settings={"ignore_unknown_options": True})(neighbours)
app.command()(scores)
app.command()(prune)
app.command()(compare)
app.command("compare-plans")(compare_plans)
app.command("label-issues")(label_issues)
app.command()(decisions)
app.command()(tag)
app.command()(tags)
app.command()(columns)
app.command()(forecast)
app.command()(evaluate)
app.command()(experiment)
app.command()(export)
app.command()(copy)
app.command()(resume)
app.command()(cancel)
app.command()(rename)
app.command()(delete)
app.command()(serve)
app.command(rich_help_panel=MANY_MACHINES)(work)
app.command(rich_help_panel=MANY_MACHINES)(gather)
app.add_typer(cluster, rich_help_panel=MANY_MACHINES)
cluster.command()(slurm)
cluster.command()(kubernetes)


def run() -> None:
    """The entry point: like `app`, but what nobody foresaw ends in a sentence instead of a traceback."""
    _print_what_cannot_be_encoded()
    try:
        app()
    except Exception as error:
        if os.environ.get("LPNTK_DEBUG") == "1":
            raise
        typer.echo(
            f"lpntk: something went wrong that should not have ({type(error).__name__}: {error}); "
            "set LPNTK_DEBUG=1 to see where.",
            err=True,
        )
        sys.exit(exits.UNEXPECTED)


def _print_what_cannot_be_encoded() -> None:
    """Names that are no text, and a terminal that does not know a character, must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
