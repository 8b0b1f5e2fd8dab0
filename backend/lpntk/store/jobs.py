"""The job table: who works on what, and who may write.

A job goes queued -> running -> done | failed | cancelled, and from the last two back to queued. Claiming it
raises its `attempt`, which is a fencing token: everything that a run writes, results included, is written in
a transaction that begins with `hold`, which finds the row only while the same attempt still runs. A run
that was presumed dead and comes back late therefore changes nothing.

A running job whose heart has not beaten for `LEASE_SECONDS` is orphaned, and as good as queued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.domain import ConflictError, JobProgress, JobState, Stage
from lpntk.store.engine import Database
from lpntk.store.tables import JobRow, RevisionRow
from lpntk.store.statements import affected, insert_if_absent

HEARTBEAT_SECONDS = 2.0
LEASE_SECONDS = 10.0

_IDLE = {
    "worker": None,
    "heartbeat_at": None,
    "cancel_requested": False,
    "stage": None,
    "done": 0,
    "total": 0,
    "unit": "",
    "rate": None,
    "remaining": None,
}


class LeaseLost(ConflictError):  # noqa: N818 - a state of affairs
    """The job is no longer this run's: it was taken over, cancelled or deleted."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a job, for as long as `attempt` is the job's latest."""

    job_id: int
    analysis_id: int
    kind: str
    attempt: int


@dataclass(frozen=True)
class Job:
    """A job as it is now; `state` is queued for an orphaned one."""

    id: int
    analysis_id: int
    kind: str
    state: JobState
    attempt: int
    worker: str | None
    cancel_requested: bool
    error: str | None
    progress: JobProgress | None


def enqueue(
    session: Session, analysis_id: int, kind: str, key: str, *, request: dict[str, Any], now: float
) -> None:
    """Queue a job, or queue it again if it failed or was cancelled; the same request twice is one job.

    Parameters
    ----------
    kind
        What is to be done, such as "analysis"; a claim names the kinds that it can do.
    key
        Equal for equal requests of the kind for the analysis.
    request
        What the analysis itself does not say about the work.
    """
    fresh = {"state": JobState.QUEUED, "error": None, "started_at": None, "finished_at": None, **_IDLE}
    added = insert_if_absent(
        session,
        JobRow,
        analysis_id=analysis_id,
        kind=kind,
        key=key,
        request=request,
        attempt=0,
        created_at=now,
        **fresh,
    )
    if not added:
        session.execute(
            update(JobRow)
            .where(
                JobRow.analysis_id == analysis_id,
                JobRow.kind == kind,
                JobRow.key == key,
                JobRow.state.in_((JobState.FAILED, JobState.CANCELLED)),
            )
            .values(**fresh)
        )
    touch(session)


def claim(
    session: Session, *, kinds: Sequence[str], worker: str, now: float, analysis_id: int | None = None
) -> Lease | None:
    """Take the oldest job that is queued or orphaned, of these kinds; None if there is none.

    `worker` says who takes it, for people. Orphans that were to be cancelled are.
    """
    _bury_cancelled_orphans(session, now)
    free = or_(JobRow.state == JobState.QUEUED, _orphaned(now))
    wanted = [JobRow.kind.in_(kinds), free]
    if analysis_id is not None:
        wanted.append(JobRow.analysis_id == analysis_id)
    row = session.scalar(
        select(JobRow)
        .where(*wanted)
        .order_by(JobRow.created_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    _assign(row, {**_IDLE, "worker": worker, "heartbeat_at": now, "started_at": now})
    row.state, row.attempt, row.error = JobState.RUNNING, row.attempt + 1, None
    touch(session)
    return Lease(row.id, row.analysis_id, row.kind, row.attempt)


def hold(session: Session, lease: Lease, **values: Any) -> None:
    """Hold the job until the transaction ends, setting columns of it. LeaseLost if it is another's by now."""
    ours = (JobRow.id == lease.job_id, JobRow.attempt == lease.attempt, JobRow.state == JobState.RUNNING)
    if not affected(session, update(JobRow).where(*ours).values(attempt=lease.attempt, **values)):
        raise LeaseLost(
            f"Analysis {lease.analysis_id} is no longer this process's to compute: meanwhile it was taken over,"
            " cancelled or deleted."
        )


@contextmanager
def fenced(database: Database, lease: Lease) -> Iterator[Session]:
    """A writing transaction for a run's results: committed only if the job is still this run's."""
    with database.writing() as session:
        hold(session, lease)
        yield session


def beat(session: Session, lease: Lease, now: float) -> bool:
    """Say that the run is alive; True if somebody wants it to stop. LeaseLost as `hold`."""
    hold(session, lease, heartbeat_at=now)
    return bool(session.scalar(select(JobRow.cancel_requested).where(JobRow.id == lease.job_id)))


def report(session: Session, lease: Lease, progress: JobProgress) -> None:
    """Write how far the run is. LeaseLost as `hold`."""
    hold(
        session,
        lease,
        stage=progress.stage,
        done=progress.done,
        total=progress.total,
        unit=progress.unit,
        rate=progress.rate,
        remaining=progress.remaining,
    )
    touch(session)


def finish(session: Session, lease: Lease, state: JobState, *, now: float, error: str | None = None) -> None:
    """End the run: done, failed with a sentence, cancelled, or queued for another. LeaseLost as `hold`."""
    ended = None if state is JobState.QUEUED else now
    hold(session, lease, state=state, error=error, finished_at=ended, **_IDLE)
    touch(session)


def cancel(session: Session, analysis_id: int, now: float) -> bool:
    """Stop what waits, ask what runs to stop; False if nothing of the analysis did either."""
    touch(session)
    jobs = update(JobRow).where(JobRow.analysis_id == analysis_id)
    asked = affected(session, jobs.where(JobRow.state == JobState.RUNNING).values(cancel_requested=True))
    _bury_cancelled_orphans(session, now)
    stopped = affected(
        session,
        jobs.where(JobRow.state == JobState.QUEUED).values(state=JobState.CANCELLED, finished_at=now),
    )
    return asked + stopped > 0


def get(session: Session, analysis_id: int, kind: str, now: float) -> Job | None:
    """The analysis's job of a kind."""
    row = session.scalar(select(JobRow).where(JobRow.analysis_id == analysis_id, JobRow.kind == kind))
    return None if row is None else _job(row, now)


def of_all(session: Session, kinds: Sequence[str], now: float) -> dict[int, Job]:
    """The jobs of these kinds by analysis."""
    rows = session.scalars(select(JobRow).where(JobRow.kind.in_(kinds)))
    return {row.analysis_id: _job(row, now) for row in rows}


def touch(session: Session) -> None:
    """Let `revision` grow: something changed that a list of analyses shows."""
    session.execute(update(RevisionRow).values(value=RevisionRow.value + 1))


def revision(session: Session) -> int:
    """A number that grows with every change that a list of analyses shows."""
    return session.scalars(select(RevisionRow.value)).one()


def _orphaned(now: float) -> ColumnElement[bool]:
    return and_(JobRow.state == JobState.RUNNING, JobRow.heartbeat_at < now - LEASE_SECONDS)


def _bury_cancelled_orphans(session: Session, now: float) -> None:
    session.execute(
        update(JobRow)
        .where(_orphaned(now), JobRow.cancel_requested)
        .values(**_IDLE, state=JobState.CANCELLED, finished_at=now)
    )


def _assign(row: JobRow, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _job(row: JobRow, now: float) -> Job:
    state = JobState(row.state)
    orphaned = state is JobState.RUNNING and (row.heartbeat_at or 0.0) < now - LEASE_SECONDS
    progress = None
    if row.stage is not None and not orphaned:
        progress = JobProgress(Stage(row.stage), row.done, row.total, row.unit, row.rate, row.remaining)
    return Job(
        id=row.id,
        analysis_id=row.analysis_id,
        kind=row.kind,
        state=JobState.QUEUED if orphaned else state,
        attempt=row.attempt,
        worker=row.worker,
        cancel_requested=row.cancel_requested,
        error=row.error,
        progress=progress,
    )
