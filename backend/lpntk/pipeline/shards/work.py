"""Computing one shard of an analysis's kernel into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lpntk.domain import JobProgress, Progress, Stage
from lpntk.domain.shard import Shard
from lpntk.pipeline.shards.part_file import PartFile
from lpntk.pipeline.shards.pieces import pieces
from lpntk.pipeline.shards.workbench import Work, Workbench
from lpntk.pipeline.stages.assignment import assignment
from lpntk.pipeline.stages.progress import Reporter, to_nobody
from lpntk.store.engine import Database

# How much work is lost at most if the process is killed, besides the tile that it is at.
KEEP_SECONDS = 300.0


def work_on_shard(
    database: Database,
    analysis_id: int,
    shard: Shard,
    folder: Path,
    *,
    memory_budget: int | None = None,
    clock: Callable[[], float],
    check: Callable[[], None],
    tell: Callable[[JobProgress], None],
) -> bool:
    """Compute a shard, or what is missing of it, into a file; whether anything was missing.

    Nothing is written to the database, which may be one that this process can only read.

    Parameters
    ----------
    folder
        Where the files of all shards are.
    memory_budget
        Bytes that it may take; None: as the analysis was asked for.
    clock
        Seconds since 1970.
    check
        Called often, at least once for each batch of samples; what it raises stops the work, and what is
        computed is kept.
    tell
        Told how far it is.

    Raises
    ------
    ConflictError
        If the kernel is not begun, or is there.
    InputError
        If the samples are not those that it was begun with, or there is a file that is not the shard's.
    StoreError
        If the file cannot be written.
    """

    def progress(unit: str) -> Progress:
        return Reporter(Stage.KERNEL, unit, check=check, tell=tell, write=to_nobody, clock=clock)

    given = assignment(database, analysis_id)
    file = PartFile(folder, given, shard)
    begun = file.read()
    if begun.done == pieces(given, shard.count)[shard.number - 1]:
        return False
    with Workbench(given.within(memory_budget), progress("samples")) as bench:
        _compute(bench.work(shard, begun), file, progress("blocks" if given.is_sketch else "tiles"), clock)
    return True


def _compute(work: Work, file: PartFile, progress: Progress, clock: Callable[[], float]) -> None:
    """Do it, writing it down now and then and, however it ends, at the end."""
    due = clock() + KEEP_SECONDS
    progress(work.done, work.total)
    try:
        for done in work.run(lambda: progress(work.done, work.total)):
            progress(done, work.total)
            if clock() >= due:
                file.write(work.part())
                due = clock() + KEEP_SECONDS
    finally:
        file.write(work.part())
