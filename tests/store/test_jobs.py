from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text, update

from lpntk.domain import JobProgress, JobState, Stage, StoreError
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database
from lpntk.store.jobs import GRACE_SECONDS, LEASE_SECONDS, Job, Lease, LeaseLost
from lpntk.store.tables import JobRow
from support.records import KINDS, add_analysis

RIPE = GRACE_SECONDS
"""The first moment at which a job that was queued at 0 may be taken by anybody."""


def claim(database: Database, now: float, worker: str = "here:1", job_id: int | None = None) -> Lease | None:
    with database.writing() as session:
        if job_id is not None:
            return jobs.claim_one(session, job_id, worker=worker, now=now)
        return jobs.claim(session, kinds=KINDS, worker=worker, now=now)


def claimed(database: Database, now: float = RIPE) -> Lease:
    lease = claim(database, now)
    assert lease is not None
    return lease


def look(database: Database, analysis_id: int, now: float = RIPE) -> Job:
    with database.reading() as session:
        (job,) = jobs.of_analysis(session, analysis_id, now)
    return job


def beat(database: Database, lease: Lease, now: float) -> bool:
    with database.writing() as session:
        return jobs.beat(session, lease, now)


def finish(database: Database, lease: Lease, state: JobState, error: str | None = None) -> None:
    with database.writing() as session:
        jobs.finish(session, lease, state, now=99.0, error=error)


def cancel(database: Database, job_id: int, now: float = RIPE) -> bool:
    with database.writing() as session:
        return jobs.cancel(session, job_id, now)


def test_a_new_job_waits(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)

    job = look(database, analysis_id)

    assert (job.id, job.state, job.attempt, job.worker) == (job_id, JobState.QUEUED, 0, None)


def test_claiming_raises_the_attempt_and_says_who(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)

    assert claim(database, RIPE, worker="there:7") == Lease(job_id, analysis_id, "analysis", 1)

    job = look(database, analysis_id)
    assert (job.state, job.attempt, job.worker) == (JobState.RUNNING, 1, "there:7")
    assert claim(database, RIPE) is None


def test_the_oldest_job_comes_first(database: Database) -> None:
    add_analysis(database, "later", now=5.0)
    first, _ = add_analysis(database, "earlier", now=4.0)

    assert claimed(database, 9.0).analysis_id == first


def test_a_damaged_job_stands_in_no_other_s_way(database: Database) -> None:
    damaged, job_id = add_analysis(database, "a", now=0.0)
    intact, _ = add_analysis(database, "b", now=1.0)
    with database.writing() as session:
        session.execute(update(JobRow).where(JobRow.id == job_id).values(attempt=7))

    assert claimed(database, 9.0).analysis_id == intact
    with pytest.raises(StoreError, match=f"job of analysis {damaged} does not.*`lpntk delete {damaged}`"):
        claim(database, 9.0)


@pytest.mark.parametrize(
    "impossible", [{"done": -1}, {"total": "many"}, {"unit": b"s"}, {"heartbeat_at": "now"}]
)
def test_impossible_progress_is_damage(tmp_path: Path, impossible: dict[str, object]) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")  # PostgreSQL holds no value of another type
    analysis_id, _ = add_analysis(database)
    lease = claimed(database)
    with database.writing() as session:
        jobs.report(session, lease, JobProgress(Stage.KERNEL, 3, 10, "tiles", 1.5, 4.5))
    (column, value), *_ = impossible.items()
    with database.writing() as session:
        session.execute(text(f"UPDATE job SET {column} = :value"), {"value": value})

    with pytest.raises(StoreError, match=f"job of analysis {analysis_id} says impossible things"):
        look(database, analysis_id)


def test_only_kinds_that_the_claimer_can_do_are_taken(database: Database) -> None:
    add_analysis(database)
    with database.writing() as session:
        assert jobs.claim(session, kinds=("evaluation",), worker="w", now=RIPE) is None


def test_of_many_claimers_at_once_one_gets_the_job(database: Database) -> None:
    add_analysis(database)
    start = threading.Barrier(6)
    leases: list[Lease | None] = []

    def try_it() -> None:
        start.wait()
        leases.append(claim(database, RIPE))

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([lease for lease in leases if lease is not None]) == 1
    assert len(leases) == 6


def test_a_fresh_job_is_left_to_whoever_queued_it(database: Database) -> None:
    _, job_id = add_analysis(database, now=0.0)

    assert claim(database, RIPE / 2) is None
    assert claim(database, RIPE / 2, job_id=job_id) is not None


def test_the_same_request_is_one_job(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)
    lease = claimed(database)

    assert add_analysis(database) == (analysis_id, job_id)
    assert look(database, analysis_id).state is JobState.RUNNING
    finish(database, lease, JobState.DONE)
    add_analysis(database)
    assert look(database, analysis_id).state is JobState.DONE


@pytest.mark.parametrize("ended", [JobState.FAILED, JobState.CANCELLED])
def test_asking_again_queues_what_failed_or_was_cancelled(database: Database, ended: JobState) -> None:
    analysis_id, _ = add_analysis(database)
    finish(database, claimed(database), ended, "It broke.")
    assert look(database, analysis_id).error == "It broke."

    add_analysis(database, now=50.0)

    job = look(database, analysis_id, now=50.0)
    assert (job.state, job.error, job.attempt) == (JobState.QUEUED, None, 1)
    assert claimed(database, 51.0).attempt == 2


def test_a_living_job_cannot_be_taken(database: Database) -> None:
    add_analysis(database)
    lease = claimed(database, 0.0 + RIPE)

    assert not beat(database, lease, 8.0)

    assert claim(database, 8.0 + LEASE_SECONDS) is None


def test_an_orphaned_job_is_as_good_as_queued(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    old = claimed(database)
    beat(database, old, 8.0)
    later = 8.0 + LEASE_SECONDS + 0.1

    assert look(database, analysis_id, later).state is JobState.QUEUED
    assert claimed(database, later).attempt == 2


def test_whoever_was_presumed_dead_can_write_nothing(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    old = claimed(database)
    new = claimed(database, 100.0)
    progress = JobProgress(Stage.KERNEL, 1, 2, "tiles")

    for write in (
        lambda session: jobs.beat(session, old, 101.0),
        lambda session: jobs.report(session, old, progress),
        lambda session: jobs.finish(session, old, JobState.DONE, now=101.0),
        lambda session: jobs.hold(session, old),
    ):
        with pytest.raises(LeaseLost, match=f"Analysis {analysis_id} is no longer"), database.writing() as s:
            write(s)
    job = look(database, analysis_id, 101.0)
    assert (job.state, job.attempt, job.progress) == (JobState.RUNNING, new.attempt, None)


def test_results_of_a_lost_lease_are_not_kept(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    old = claimed(database)
    claimed(database, 100.0)

    with pytest.raises(LeaseLost), jobs.fenced(database, old) as session:
        analyses.complete(session, analysis_id, Stage.DATA, 1.0, 101.0)

    with database.reading() as session:
        assert not analyses.get(session, analysis_id).is_done(Stage.DATA)


def test_results_are_kept_while_the_lease_holds(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    lease = claimed(database)

    with jobs.fenced(database, lease) as session:
        analyses.complete(session, analysis_id, Stage.DATA, 1.0, 2.0)

    with database.reading() as session:
        assert analyses.get(session, analysis_id).is_done(Stage.DATA)


def test_nothing_is_written_for_a_deleted_analysis(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)
    lease = claimed(database)
    with database.writing() as session:
        analyses.remove(session, analysis_id)

    with pytest.raises(LeaseLost), jobs.fenced(database, lease):
        pass
    with pytest.raises(LeaseLost, match="deleted"), database.reading() as session:
        jobs.lease(session, job_id, 1)


def test_a_waiting_job_is_cancelled_at_once(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)

    assert cancel(database, job_id)

    assert look(database, analysis_id).state is JobState.CANCELLED
    assert claim(database, RIPE) is None


def test_a_running_job_is_asked_to_stop(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)
    lease = claimed(database)

    assert cancel(database, job_id)

    assert look(database, analysis_id).cancel_requested
    assert beat(database, lease, 2.0)
    finish(database, lease, JobState.CANCELLED)
    job = look(database, analysis_id)
    assert (job.state, job.cancel_requested) == (JobState.CANCELLED, False)


def test_an_orphan_is_cancelled_though_nobody_hears(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)
    claimed(database)

    assert cancel(database, job_id, now=100.0)

    assert look(database, analysis_id, 100.0).state is JobState.CANCELLED


def test_an_orphan_that_was_to_stop_is_not_taken_up_again(database: Database) -> None:
    analysis_id, job_id = add_analysis(database)
    claimed(database)
    cancel(database, job_id)

    assert claim(database, 100.0) is None
    assert look(database, analysis_id, 100.0).state is JobState.CANCELLED


@pytest.mark.parametrize("ended", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_what_has_ended_cannot_be_cancelled(database: Database, ended: JobState) -> None:
    _, job_id = add_analysis(database)
    finish(database, claimed(database), ended)

    assert not cancel(database, job_id)


def test_a_released_job_may_be_taken_at_once(database: Database) -> None:
    add_analysis(database)
    finish(database, claimed(database), JobState.QUEUED)

    assert claimed(database, RIPE).attempt == 2


def test_progress_is_read_as_it_was_written(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    lease = claimed(database)
    progress = JobProgress(Stage.KERNEL, 3, 10, "tiles", 1.5, 4.5)

    with database.writing() as session:
        jobs.report(session, lease, progress)

    assert look(database, analysis_id).progress == progress
    assert look(database, analysis_id, now=100.0).progress is None
    finish(database, lease, JobState.DONE)
    assert look(database, analysis_id).progress is None


def test_the_revision_grows_with_what_can_be_seen_and_not_with_heartbeats(database: Database) -> None:
    seen = []

    def changed() -> bool:
        with database.reading() as session:
            seen.append(jobs.revision(session))
        return seen[-1] > seen[-2]

    seen.append(-1)
    _, job_id = add_analysis(database)
    assert changed()
    lease = claimed(database)
    assert changed()
    beat(database, lease, 2.0)
    assert not changed()
    with database.writing() as session:
        jobs.report(session, lease, JobProgress(Stage.DATA, 0, 0, ""))
    assert changed()
    cancel(database, job_id)
    assert changed()
    finish(database, lease, JobState.CANCELLED)
    assert changed()
    add_analysis(database)
    assert changed()


def test_looking_for_work_takes_no_lock(database: Database) -> None:
    add_analysis(database)
    with database.writing(), database.reading() as session:
        assert not jobs.is_any_free(session, KINDS, 0.0)
        assert jobs.is_any_free(session, KINDS, RIPE)
        assert not jobs.is_any_free(session, ("evaluation",), RIPE)


def test_a_run_that_is_known_to_be_dead_need_not_be_waited_for(database: Database) -> None:
    _, job_id = add_analysis(database)
    old = claimed(database)
    with database.writing() as session:
        jobs.orphan(session, job_id)

    assert claimed(database, RIPE + 0.1).attempt == 2
    with pytest.raises(LeaseLost):
        beat(database, old, RIPE + 0.2)
