"""The job table: who works on what, and who may write.

A job goes queued -> running -> done | failed | cancelled, and from the last two back to queued. Claiming it
raises its `attempt`, which is a fencing token: everything that a run writes, results included, is written in
a transaction that begins with `hold`, which finds the row only while the same attempt still runs. A run
that was presumed dead and comes back late therefore changes nothing.

A running job whose heart has not beaten for `LEASE_SECONDS` is orphaned, and as good as queued. A job that
was queued just now is left for `GRACE_SECONDS` to the process that queued it, which may want to run it itself
(the command line does) before a server that works on the same database takes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.domain import ConflictError, JobProgress, JobState
from lpntk.domain.job import ANALYSIS, STOPPED, WITHOUT_MODEL
from lpntk.store import seals
from lpntk.store.damage import MISSING, Part
from lpntk.store.engine import Database
from lpntk.store.statements import affected, insert_if_absent
from lpntk.store.tables import AnalysisRow, JobRow, RevisionRow

HEARTBEAT_SECONDS = 2.0
LEASE_SECONDS = 10.0
GRACE_SECONDS = 1.0

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
    request: dict[str, Any]
    created_at: float
    finished_at: float | None


def key_of(request: Mapping[str, Any]) -> str:
    """What two requests for the same task share."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def enqueue(
    session: Session, analysis_id: int, kind: str, key: str, *, request: dict[str, Any], now: float
) -> int:
    """Queue a job, or queue it again if it failed or was cancelled, and return its id.

    Parameters
    ----------
    kind
        What is to be done, such as "analysis"; a claim names the kinds that it can do.
    key
        Of the jobs of one analysis and kind with equal keys there is only one.
    request
        What the analysis itself does not say about the work.
    """
    same = {"analysis_id": analysis_id, "kind": kind, "key": key}
    values = {**same, **_queued(now), "request": request, "attempt": 0, "created_at": now}
    added = insert_if_absent(session, JobRow, **seals.sealed(JobRow, values))
    job_id = session.scalars(select(JobRow.id).filter_by(**same)).one()
    if added:
        touch(session)
    else:
        requeue(session, job_id, now)
    return job_id


def requeue(session: Session, job_id: int, now: float) -> bool:
    """Queue a job again that failed, was cancelled, is prepared or orphaned; False if it is none of these."""
    stopped = or_(JobRow.state.in_(STOPPED), _orphaned(now))
    again = _change(session, JobRow.id == job_id, stopped, **_queued(now))
    if again:
        touch(session)
    return again > 0


def orphan(session: Session, job_id: int) -> None:
    """Let a running job be claimed at once: its run is known to be dead."""
    running = update(JobRow).where(JobRow.id == job_id, JobRow.state == JobState.RUNNING)
    affected(session, running.values(heartbeat_at=None))


def is_any_free(session: Session, kinds: Sequence[str], now: float) -> bool:
    """Whether `claim` would find something to take."""
    return session.scalar(select(JobRow.id).where(_free(kinds, now)).limit(1)) is not None


def claim(session: Session, *, kinds: Sequence[str], worker: str, now: float) -> Lease | None:
    """Take the oldest job of these kinds that is queued or orphaned; None if there is none.

    StoreError if there is but a damaged one.

    Orphans that somebody wanted to stop are cancelled on the way. Analyses whose model and data were given in
    memory are left to the process that has them.

    Parameters
    ----------
    worker
        Who takes it, for people.
    """
    _bury_cancelled_orphans(session, now)
    return _take(session, _free(kinds, now), worker, now)


def claim_one(session: Session, job_id: int, *, worker: str, now: float) -> Lease | None:
    """Take this job if it is queued or orphaned, even within its grace; None if it is neither."""
    _bury_cancelled_orphans(session, now)
    waiting = or_(JobRow.state == JobState.QUEUED, _orphaned(now))
    return _take(session, and_(JobRow.id == job_id, waiting), worker, now)


def hold(session: Session, lease: Lease, **values: Any) -> None:
    """Hold the job until the transaction ends, setting columns of it. LeaseLost if it is another's by now."""
    ours = (JobRow.id == lease.job_id, JobRow.attempt == lease.attempt, JobRow.state == JobState.RUNNING)
    if not affected(session, update(JobRow).where(*ours).values(attempt=lease.attempt, **values)):
        raise LeaseLost(
            f"Analysis {lease.analysis_id} is no longer this process's to compute: it was taken over,"
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
    hold(session, lease)
    _change(session, JobRow.id == lease.job_id, state=state, error=error, finished_at=ended, **_IDLE)
    touch(session)


def cancel(session: Session, job_id: int, now: float) -> bool:
    """Stop a job that waits, ask one that runs to stop; False if it does neither."""
    job = update(JobRow).where(JobRow.id == job_id)
    asked = affected(session, job.where(JobRow.state == JobState.RUNNING).values(cancel_requested=True))
    _bury_cancelled_orphans(session, now)
    waits = (JobRow.id == job_id, JobRow.state == JobState.QUEUED)
    stopped = _change(session, *waits, state=JobState.CANCELLED, finished_at=now)
    touch(session)
    return asked + stopped > 0


def lease(session: Session, job_id: int, attempt: int) -> Lease:
    """The right to work on a job that was claimed elsewhere and handed on. LeaseLost if the job is gone."""
    row = session.get(JobRow, job_id)
    if row is None:
        raise LeaseLost(f"Job {job_id} was deleted before it could begin.")
    return Lease(row.id, row.analysis_id, row.kind, attempt)


def of_analysis(session: Session, analysis_id: int, now: float) -> list[Job]:
    """The jobs of an analysis, of whatever kind, the oldest first."""
    rows = session.scalars(select(JobRow).where(JobRow.analysis_id == analysis_id).order_by(JobRow.id))
    return [_job(session, row, now) for row in rows]


def is_any_running(session: Session, analysis_id: int, now: float) -> bool:
    """Whether somebody works on an analysis, which nobody begins until the transaction ends.

    Believes nothing of its jobs that may be damaged.
    """
    session.execute(select(JobRow.id).where(JobRow.analysis_id == analysis_id).with_for_update())
    wanted = select(JobRow.id).where(JobRow.analysis_id == analysis_id, JobRow.state == JobState.RUNNING)
    return session.scalar(wanted.where(~_orphaned(now)).limit(1)) is not None


def running(session: Session) -> list[tuple[int, str]]:
    """The id and the worker of every job that somebody works on, or has worked on until they died."""
    found = select(JobRow.id, JobRow.worker).where(
        JobRow.state == JobState.RUNNING, JobRow.heartbeat_at.is_not(None)
    )
    rows = session.execute(found.order_by(JobRow.id))
    return [(job_id, worker) for job_id, worker in rows if isinstance(worker, str)]


def computing(session: Session, analysis_ids: Collection[int], now: float) -> dict[int, Job]:
    """The job that computes an analysis, of which each has one, by the analysis's id.

    Raises
    ------
    StoreError
        If one has none, or it is damaged.
    """
    rows = session.scalars(
        select(JobRow).where(JobRow.kind == ANALYSIS, JobRow.analysis_id.in_(list(analysis_ids)))
    )
    found = {row.analysis_id: _job(session, row, now) for row in rows}
    for number in analysis_ids:
        if number not in found:
            raise _part(session, number).damaged(MISSING)
    return found


def of_each(session: Session, analysis_ids: Collection[int], now: float) -> dict[int, list[Job]]:
    """The jobs of some analyses by the analysis's id: first the one that computes it, then its tasks.

    StoreError if one has none that computes it, or a job is damaged.
    """
    wanted = select(JobRow).where(JobRow.analysis_id.in_(list(analysis_ids)))
    found: dict[int, list[Job]] = {number: [] for number in analysis_ids}
    for row in session.scalars(wanted.order_by(JobRow.kind != ANALYSIS, JobRow.id)):
        found[row.analysis_id].append(_job(session, row, now))
    for number, its in found.items():
        if not its or its[0].kind != ANALYSIS:
            raise _part(session, number).damaged(MISSING)
    return found


def get(session: Session, job_id: int, now: float) -> Job | None:
    """One job; None if there is none."""
    row = session.get(JobRow, job_id, populate_existing=True)
    return None if row is None else _job(session, row, now)


def remove(session: Session, job_id: int) -> None:
    """Drop a job with all that it came to."""
    session.execute(delete(JobRow).where(JobRow.id == job_id).execution_options(synchronize_session=False))
    touch(session)


def touch(session: Session) -> None:
    """Let `revision` grow: something changed that a list of analyses shows."""
    session.execute(update(RevisionRow).values(value=RevisionRow.value + 1))


def revision(session: Session) -> int:
    """A number that grows with every change that a list of analyses shows."""
    return session.scalars(select(RevisionRow.value)).first() or 0


def _queued(now: float) -> dict[str, Any]:
    """The columns of a job that was queued just now, by a process that is alive."""
    fresh = {"state": JobState.QUEUED, "error": None, "started_at": None, "finished_at": None}
    return {**_IDLE, **fresh, "heartbeat_at": now}


def _free(kinds: Sequence[str], now: float) -> ColumnElement[bool]:
    """Jobs of these kinds that any process may take."""
    grace_over = or_(JobRow.heartbeat_at.is_(None), JobRow.heartbeat_at <= now - GRACE_SECONDS)
    queued = and_(JobRow.state == JobState.QUEUED, grace_over)
    given = JobRow.analysis_id.in_(select(AnalysisRow.id).where(AnalysisRow.in_memory))
    elsewhere = and_(given, JobRow.kind.not_in(WITHOUT_MODEL))
    return and_(JobRow.kind.in_(kinds), or_(queued, _orphaned(now)), ~elsewhere)


def _take(session: Session, wanted: ColumnElement[bool], worker: str, now: float) -> Lease | None:
    rows = session.scalars(
        select(JobRow)
        .where(wanted)
        .order_by(JobRow.created_at, JobRow.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    # One that is damaged stands in no other's way, and is told of when there is nothing else to do.
    row = next((row for row in rows if seals.is_intact(row, JobRow)), None)
    if row is None:
        if rows:
            raise _part(session, rows[0].analysis_id).damaged()
        return None
    begun = {"state": JobState.RUNNING, "attempt": row.attempt + 1, "error": None, "started_at": now}
    _change(session, JobRow.id == row.id, **{**_IDLE, **begun, "worker": worker, "heartbeat_at": now})
    touch(session)
    return Lease(row.id, row.analysis_id, row.kind, row.attempt + 1)


def _orphaned(now: float) -> ColumnElement[bool]:
    silent = or_(JobRow.heartbeat_at.is_(None), JobRow.heartbeat_at < now - LEASE_SECONDS)
    return and_(JobRow.state == JobState.RUNNING, silent)


def _bury_cancelled_orphans(session: Session, now: float) -> None:
    dead = select(JobRow.id).where(_orphaned(now), JobRow.cancel_requested.is_(True))
    # One that another holds is buried by that one; two who wait for each other's would wait for ever.
    ids = session.scalars(dead.with_for_update(skip_locked=True)).all()
    _change(session, JobRow.id.in_(ids), **_IDLE, state=JobState.CANCELLED, finished_at=now)


def _change(session: Session, *where: ColumnElement[bool], **values: Any) -> int:
    """Set columns of the jobs that meet all conditions, and say how many they were."""
    return seals.change(session, JobRow, where, lambda row: _part(session, row.analysis_id), **values)


def _part(session: Session, analysis_id: int) -> Part:
    return Part(session, f"the job of analysis {analysis_id}", ("analysis_id", analysis_id))


def _job(session: Session, row: JobRow, now: float) -> Job:
    part = _part(session, row.analysis_id)
    seals.check(row, JobRow, part)
    state, orphaned, progress = JobState(row.state), False, None
    if state is JobState.RUNNING:
        if not _is_possible(row):
            raise part.damaged("says impossible things of its progress")
        orphaned = row.heartbeat_at is None or row.heartbeat_at < now - LEASE_SECONDS
        if row.stage is not None and not orphaned:
            progress = JobProgress(row.stage, row.done, row.total, row.unit, row.rate, row.remaining)
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
        request=row.request,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def _is_possible(row: JobRow) -> bool:
    """Whether what changes while a job runs, and so has no seal, is at least of its kind."""
    counts = (row.done, row.total)
    fractions = (row.heartbeat_at, row.rate, row.remaining)
    return (
        all(isinstance(count, int) and count >= 0 for count in counts)
        and all(value is None or isinstance(value, float) for value in fractions)
        and isinstance(row.unit, str)
        and (row.stage is None or isinstance(row.stage, str))
    )
