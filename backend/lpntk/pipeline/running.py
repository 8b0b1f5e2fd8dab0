"""Computing an analysis in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lpntk.domain import AnalysisRequest, ConflictError, JobProgress, JobState
from lpntk.pipeline.heart import Heart
from lpntk.pipeline.identity import is_gone, this_worker
from lpntk.pipeline.kinds import ANALYSIS
from lpntk.pipeline.run import Run, execute
from lpntk.pipeline.submitting import in_memory
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.pipeline.material import Material

Clock = Callable[[], float]


def run_here(
    database: Database,
    analysis_id: int,
    *,
    clock: Clock,
    on_progress: Callable[[JobProgress], None] | None = None,
    kind: str = ANALYSIS,
    material: Material | None = None,
) -> None:
    """Claim an analysis and compute what it lacks, or return at once if that is nothing.

    Parameters
    ----------
    kind
        The kind of its job.
    material
        What it is made of; None to get that by its request.

    Raises
    ------
    ConflictError
        If another process is computing it, or it cannot be computed by its request.
    LpntkError
        What stopped it.
    """
    lease = _claim(database, analysis_id, kind, clock)
    if lease is None:
        return
    with Heart(database, lease, clock) as heart:
        run = Run(
            database,
            lease,
            material or requested(database, analysis_id),
            clock=clock,
            check=heart.check,
            tell=on_progress or _to_nobody,
        )
        execute(run)


def requested(database: Database, analysis_id: int) -> Material:
    """The material that an analysis's request names."""
    from lpntk.pipeline.material import RequestedMaterial  # brings torch

    with database.reading() as session:
        request: AnalysisRequest = analyses.get(session, analysis_id).request
    return RequestedMaterial(request)


def _claim(database: Database, analysis_id: int, kind: str, clock: Clock) -> jobs.Lease | None:
    """The right to compute the analysis; None if it is done."""
    now = clock()
    with database.writing() as session:
        record = analyses.get(session, analysis_id)
        job = next(iter(jobs.of_analysis(session, analysis_id, (kind,), now)), None)
        if job is None:
            raise in_memory(analysis_id)
        if job.state is JobState.DONE:
            return None
        if job.worker is not None and is_gone(job.worker):
            jobs.orphan(session, job.id)  # nobody has to wait until the lease of a killed process ends
        elif job.state is JobState.RUNNING:
            raise ConflictError(
                f"Analysis {analysis_id} ({record.name}) is being computed by another process ({job.worker}):"
                " wait for it, or cancel it there."
            )
        jobs.requeue(session, job.id, now)
        return jobs.claim(session, kinds=(kind,), worker=this_worker(), now=now, job_id=job.id)


def _to_nobody(progress: JobProgress) -> None:
    """Report to nobody."""
