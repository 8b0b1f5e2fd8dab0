"""Taking a job for this process, whatever it does, and letting go of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lpntk.domain import JobState
from lpntk.pipeline.jobs.worker_name import this_worker
from lpntk.store import jobs


def take(session: Session, job: jobs.Job, now: float) -> jobs.Lease | None:
    """The right to do a job that nobody does, be it queued or stopped."""
    jobs.requeue(session, job.id, now)
    return jobs.claim_one(session, job.id, worker=this_worker(), now=now)


def give_up(session: Session, job: jobs.Job, now: float) -> None:
    """Cancel a job that this process does, or that still waits; what is another's stays."""
    if job.state is JobState.RUNNING and job.worker == this_worker():
        lease = jobs.Lease(job.id, job.analysis_id, job.kind, job.attempt)
        jobs.finish(session, lease, JobState.CANCELLED, now=now)
    elif job.state is JobState.QUEUED:
        jobs.cancel(session, job.id, now)
