"""Claiming an analysis, or a task on one, and computing it in this process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from lpntk.domain import ConflictError, InputError, JobProgress, JobState, LpntkError
from lpntk.pipeline.jobs import tasks
from lpntk.pipeline.jobs.abandoned import clear_scratch, release_abandoned
from lpntk.pipeline.jobs.control import discard_if_refused
from lpntk.pipeline.jobs.execution import execute
from lpntk.pipeline.jobs.heart import Heart
from lpntk.pipeline.jobs.interrupt import Interrupt
from lpntk.pipeline.jobs.taking import give_up, take
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.stages.progress import to_nobody
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.pipeline.material.material import Material
    from lpntk.pipeline.stages.crew import Crew

Clock = Callable[[], float]


def run_here(
    database: Database,
    analysis_id: int,
    *,
    clock: Clock,
    on_progress: Callable[[JobProgress], None] | None = None,
    material: Material | None = None,
    discard_refused: bool = False,
    crew: Crew | None = None,
) -> None:
    """Claim an analysis and compute what it lacks, or return at once if that is nothing.

    Ctrl-C cancels it, whenever it comes, so that no server takes it up.

    Parameters
    ----------
    material
        What it is made of; None to get that by its request.
    discard_refused
        Whether an analysis goes again whose input is refused before more is done than reading its data.
    crew
        Who computes the parts of the kernel; None for this process.

    Raises
    ------
    ConflictError
        If another process is computing it, or it cannot be computed by its request.
    LpntkError
        What stopped it.
    """

    def given() -> Material:
        return material or requested(database, analysis_id)

    try:
        clear_scratch(database)
        lease = _claim(database, analysis_id, clock, is_given=material is not None)
        if lease is None:
            return
        _execute(database, lease, given, clock, on_progress, crew)
    except InputError:
        if discard_refused:
            discard_if_refused(database, analysis_id, clock())
        raise
    except KeyboardInterrupt:
        _withdraw(database, analysis_id, clock())
        raise


def run_task(
    database: Database,
    task_id: int,
    *,
    clock: Clock,
    on_progress: Callable[[JobProgress], None] | None = None,
    material: Material | None = None,
) -> None:
    """Claim a task and do what is left of it, or return at once if that is nothing; else as `run_here`."""
    try:
        clear_scratch(database)
        lease = tasks.claim(database, task_id, clock(), is_given=material is not None)
        if lease is None:
            return

        def given() -> Material:
            return material or requested(database, lease.analysis_id)

        _execute(database, lease, given, clock, on_progress)
    except KeyboardInterrupt:
        tasks.withdraw(database, task_id, clock())
        raise


def requested(database: Database, analysis_id: int) -> Material:
    """The material that an analysis's request names."""
    from lpntk.pipeline.material.requested import RequestedMaterial  # brings torch

    with database.reading() as session:
        return RequestedMaterial(analyses.get(session, analysis_id).request)


def _execute(
    database: Database,
    lease: jobs.Lease,
    material: Callable[[], Material],
    clock: Clock,
    on_progress: Callable[[JobProgress], None] | None,
    crew: Crew | None = None,
) -> None:
    with Interrupt() as interrupt, Heart(database, lease, clock) as heart:

        def check() -> None:
            interrupt.check()
            heart.check()

        tell = on_progress or to_nobody
        execute(database, lease, material, clock=clock, check=check, tell=tell, crew=crew)


def _claim(database: Database, analysis_id: int, clock: Clock, *, is_given: bool) -> jobs.Lease | None:
    """The right to compute the analysis; None if it is done."""
    now = clock()
    with database.writing() as session:
        release_abandoned(session)
        record = analyses.get(session, analysis_id)
        if record.in_memory and not is_given:
            raise given_in_memory(analysis_id)
        job = jobs.computing(session, [analysis_id], now)[analysis_id]
        if job.state is JobState.DONE:
            return None
        if job.state is JobState.RUNNING:
            raise ConflictError(
                f"Analysis {analysis_id} ({record.name}) is being computed by another process ({job.worker}):"
                " wait for it, or cancel it there."
            )
        return take(session, job, now)


def _withdraw(database: Database, analysis_id: int, now: float) -> None:
    """Cancel what this process has claimed or could not claim yet; what is another's stays."""
    with suppress(LpntkError), database.writing() as session:
        give_up(session, jobs.computing(session, [analysis_id], now)[analysis_id], now)
