from __future__ import annotations

import threading

import pytest

from lpntk.domain import Cancelled, StoreError
from lpntk.pipeline.jobs.heart import Heart
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database
from lpntk.store.jobs import Lease, LeaseLost
from support.records import KINDS, add_analysis

NOW = 50.0


@pytest.fixture
def lease(database: Database) -> Lease:
    add_analysis(database)
    with database.writing() as session:
        lease = jobs.claim(session, kinds=KINDS, worker="w", now=NOW)
    assert lease is not None
    return lease


class Clock:
    """Says that some time has passed, and can be waited for."""

    def __init__(self) -> None:
        self.read = threading.Event()

    def __call__(self) -> float:
        self.read.set()
        return NOW + jobs.LEASE_SECONDS


def ended(heart: Heart) -> Heart:
    """The heart, once it has a problem."""
    heart._thread.join(30)
    return heart


def test_it_beats_until_the_block_ends(database: Database, lease: Lease) -> None:
    clock = Clock()
    with Heart(database, lease, clock, interval=0.001) as heart:
        assert clock.read.wait(30)
        heart.check()

    with database.reading() as session:
        late = NOW + 1.5 * jobs.LEASE_SECONDS
        assert not jobs.is_any_free(session, KINDS, late)
        assert jobs.is_any_free(session, KINDS, late + jobs.LEASE_SECONDS)


def test_it_hears_that_somebody_wants_the_run_to_stop(database: Database, lease: Lease) -> None:
    with database.writing() as session:
        jobs.cancel(session, lease.job_id, NOW)

    with Heart(database, lease, Clock(), interval=0.001) as heart:
        problem = ended(heart).problem

    assert isinstance(problem, Cancelled)
    with pytest.raises(Cancelled, match="was cancelled"):
        heart.check()


def test_it_hears_that_the_job_is_another_s(database: Database, lease: Lease) -> None:
    with database.writing() as session:
        analyses.remove(session, lease.analysis_id)

    with Heart(database, lease, Clock(), interval=0.001) as heart:
        assert isinstance(ended(heart).problem, LeaseLost)


def test_a_failing_disk_is_said_once_and_once_that_it_is_over(
    database: Database, lease: Lease, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    beat, calls, healthy = jobs.beat, [], threading.Event()

    def full_at_first(*arguments: object) -> bool:
        calls.append(arguments)
        if len(calls) < 20:
            raise StoreError("The disk is full.")
        wanted: bool = beat(*arguments)
        if len(calls) > 20:
            healthy.set()
        return wanted

    caplog.set_level("WARNING")
    monkeypatch.setattr(jobs, "beat", full_at_first)
    with Heart(database, lease, Clock(), interval=0.001) as heart:
        assert healthy.wait(30)
        heart.check()

    sentence = f"No sign of life of analysis {lease.analysis_id}: The disk is full."
    assert caplog.messages == [sentence, f"That is over: {sentence}"]
