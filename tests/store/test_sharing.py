"""What several analyses share, while others add it, use it and drop it at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError, JobState
from lpntk.store import analyses, checkpoints, datasets, jobs, notes, tags
from lpntk.store.engine import Database
from support.records import KINDS, LABELS, add_analysis, add_checkpoint, add_dataset, checkpoint, dataset

IDENTITY = datasets.identity(dataset())
LONG_ENOUGH = 0.3
"""Seconds after which whoever does not wait for others has done what it wanted."""


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[list[object]]:
    """Begin something in a thread before the block goes on, and see it ended after the block."""
    came_of_it: list[object] = []

    def run() -> None:
        try:
            came_of_it.append(act())
        except Exception as error:
            came_of_it.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(LONG_ENOUGH)
    yield came_of_it
    thread.join()


def begin(session: Session, analysis_id: int) -> int:
    """The shared data set, new."""
    made = datasets.begin(session, dataset())
    datasets.complete(session, made, IDENTITY)
    analyses.use_dataset(session, analysis_id, made)
    return made


def test_of_two_who_bring_the_same_samples_the_second_finds_those_of_the_first(database: Database) -> None:
    first, second = add_analysis(database, "a")[0], add_analysis(database, "b")[0]

    def find_or_begin() -> int:
        with database.writing() as session:
            return datasets.find(session, IDENTITY) or begin(session, second)

    with database.writing() as session:
        assert datasets.find(session, IDENTITY) is None
        with meanwhile(find_or_begin) as theirs:
            ours = begin(session, first)
            session.commit()

    assert theirs == [ours]


def test_of_two_who_train_the_same_classifier_the_second_finds_that_of_the_first(database: Database) -> None:
    dataset_id = add_dataset(database, add_analysis(database)[0])
    made, trace = checkpoint()

    def add(session: Session) -> int:
        return checkpoints.add(session, "k", dataset_id, made, trace, parameters=1, labels=LABELS)

    def find_or_add() -> int:
        with database.writing() as session:
            return checkpoints.find(session, "k") or add(session)

    with database.writing() as session:
        assert checkpoints.find(session, "k") is None
        with meanwhile(find_or_add) as theirs:
            ours = add(session)
            session.commit()

    assert theirs == [ours]


def test_what_somebody_is_about_to_use_is_not_dropped_with_whose_it_was(database: Database) -> None:
    old, new = add_analysis(database, "a")[0], add_analysis(database, "b")[0]
    dataset_id = add_dataset(database, old)
    checkpoint_id = add_checkpoint(database, old, dataset_id)

    def drop() -> None:
        with database.writing() as session:
            analyses.remove(session, old)

    with database.writing() as session:
        assert datasets.find(session, IDENTITY) == dataset_id
        with meanwhile(drop) as came_of_it:
            analyses.use_dataset(session, new, dataset_id)
            analyses.use_checkpoint(session, new, checkpoint_id)
            session.commit()

    assert came_of_it == [None]
    with database.reading() as session:
        assert analyses.get(session, new).checkpoint_id == checkpoint_id
        assert checkpoints.get_many(session, [checkpoint_id]).keys() == {checkpoint_id}
        assert datasets.find(session, IDENTITY) == dataset_id


def test_what_is_about_to_be_deleted_is_not_begun(database: Database) -> None:
    analysis_id, _ = add_analysis(database)

    def claim() -> jobs.Lease | None:
        with database.writing() as session:
            return jobs.claim(session, kinds=KINDS, worker="w", now=5.0)

    with database.writing() as session:
        assert not jobs.is_any_running(session, analysis_id, 5.0)
        with meanwhile(claim) as claimed:
            analyses.remove(session, analysis_id)
            session.commit()

    assert claimed == [None]


def test_two_who_stop_orphans_do_not_wait_for_each_other(database: Database) -> None:
    ids = [add_analysis(database, key)[1] for key in "ab"]
    for job_id in ids:
        with database.writing() as session:
            assert jobs.claim_one(session, job_id, worker="w", now=5.0) is not None
            jobs.cancel(session, job_id, 5.0)

    def cancel_second() -> None:
        with database.writing() as session:
            jobs.cancel(session, ids[1], 500.0)

    with database.writing() as session:
        jobs.hold(session, jobs.lease(session, ids[0], 1))
        with meanwhile(cancel_second) as came_of_it:
            jobs.cancel(session, ids[1], 500.0)
            session.commit()

    assert came_of_it == [None]
    with database.reading() as session:
        found = [jobs.get(session, job_id, 500.0) for job_id in ids]
    assert [job.state for job in found if job is not None] == [JobState.CANCELLED] * 2


def test_of_two_who_saw_the_same_note_one_replaces_it(database: Database) -> None:
    def write(session: Session, text: str) -> object:
        return notes.write(session, "f", 3, text, before="", now=1.0)

    def write_other() -> object:
        with database.writing() as session:
            return write(session, "theirs")

    with database.writing() as session:
        notes.write(session, "f", 4, "another", before=None, now=1.0)
        with meanwhile(write_other) as came_of_it:
            write(session, "ours")
            session.commit()

    assert [type(error) for error in came_of_it] == [ConflictError]
    with database.reading() as session:
        assert notes.get_all(session, "f")[3].text == "ours"


def test_many_who_tag_at_once_lose_nothing_and_do_not_wait_for_each_other(database: Database) -> None:
    start = threading.Barrier(4)
    errors: list[Exception] = []

    def tag(worker: int) -> None:
        start.wait()
        try:
            for step in range(12):
                with database.writing() as session:
                    add, none = np.array([50 * worker + step]), np.zeros(0, dtype=np.int64)
                    tags.change(session, "f", f"t{step % 3}", add=add, remove=none, now=1.0)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=tag, args=[worker]) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    with database.reading() as session:
        tagged = {tag.name: set(tag.indices.tolist()) for tag in tags.get_all(session, "f")}
    assert tagged == {
        f"t{name}": {50 * worker + step for worker in range(4) for step in range(name, 12, 3)}
        for name in range(3)
    }
