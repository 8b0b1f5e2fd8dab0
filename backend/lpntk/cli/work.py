"""`lpntk work`: one shard of an analysis's kernel, as a job array's task."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from lpntk.cli import exits
from lpntk.cli.options import AnalysisId, Database, Folder, memory_size
from lpntk.cli.progress import stage_progress
from lpntk.domain import Cancelled
from lpntk.domain.shard import Shard

ShardOption = Annotated[
    str,
    typer.Option("--shard", metavar="K/N", help="Which part of how many, from 1/N: $SLURM_ARRAY_TASK_ID/64."),
]


MemoryBudget = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Memory that it may take, such as 4GiB.",
        show_default="as the analysis was asked for, else half of the machine's",
    ),
]


def work(
    analysis_id: AnalysisId,
    shard: ShardOption,
    folder: Folder,
    memory_budget: MemoryBudget = None,
    db: Database = None,
) -> None:
    """Compute one of N shards of a prepared analysis's kernel into a file in the folder.

    Prepare the analysis by `lpntk analyse ... --prepare`, run this once for each shard, on any machines that
    see the database, the images and the folder, then `lpntk gather`. The database is only read. SIGTERM,
    SIGUSR1 and Ctrl-C end it in a moment with status 75; the same command goes on from there.
    """
    wanted = Shard.read(shard)
    memory = None if memory_budget is None else memory_size(memory_budget, "memory_budget")
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False, only_reads=True) as workspace, _asked_to_stop() as check:
        try:
            with stage_progress(()) as on_progress:
                more = workspace.work(
                    analysis_id,
                    wanted,
                    folder,
                    memory_budget=memory,
                    check=check,
                    on_progress=on_progress,
                )
        except Cancelled as stopped:
            typer.echo(f"{stopped.message} The same command goes on from there.", err=True)
            raise typer.Exit(exits.AGAIN) from None
    typer.echo(f"Shard {wanted} is {'done' if more else 'there already'}.", err=True)


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], None]]:
    """What raises Cancelled once the process was told to end: schedulers send a signal and wait a while."""
    came: list[signal.Signals] = []

    def remember(number: int, frame: FrameType | None) -> None:
        came.append(signal.Signals(number))

    def check() -> None:
        if came:
            raise Cancelled(f"Stopped by {came[0].name}; what is computed is kept.")

    signals = [signal.SIGTERM, signal.SIGINT]
    signals += [signal.SIGUSR1] if hasattr(signal, "SIGUSR1") else []
    former = {number: signal.signal(number, remember) for number in signals}
    try:
        yield check
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
