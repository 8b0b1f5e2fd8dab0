"""The log of decisions: the latest counts, nobody's is lost, and what is damaged is said."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lpntk.domain import ConflictError, StoreError
from lpntk.domain.decision import Action, Decision
from lpntk.pipeline.workspace import Workspace
from lpntk.store import decisions
from lpntk.store.engine import Database
from support.records import add_analysis

DATA, OTHER = "d" * 64, "e" * 64


def add(
    database: Database,
    action: Action,
    label: int | None = None,
    *,
    index: int = 3,
    previous: int | None = None,
    of: str = DATA,
) -> Decision:
    with database.writing() as session:
        return decisions.add(
            session, of, index, action, label, previous=previous, analysis_id=7, now=1_700_000_000.5
        )


def current(database: Database, of: str = DATA) -> dict[int, Decision]:
    with database.reading() as session:
        return decisions.current(session, of)


def test_what_was_decided_comes_back(database: Database) -> None:
    made = add(database, Action.RELABEL, 2)

    assert made == Decision(made.id, 3, Action.RELABEL, 2, "2023-11-14T22:13:20+00:00", 7, None)
    assert current(database) == {3: made}
    assert current(database, OTHER) == {}


def test_the_latest_entry_on_a_sample_counts(database: Database) -> None:
    first = add(database, Action.RELABEL, 2)
    other = add(database, Action.KEEP, 1, index=1)
    second = add(database, Action.EXCLUDE, previous=first.id)

    assert second.previous == first.id
    assert list(current(database).items()) == [(1, other), (3, second)]
    with database.reading() as session:
        assert decisions.history(session, DATA) == [second, other, first]


def test_what_is_taken_back_counts_no_more(database: Database) -> None:
    first = add(database, Action.EXCLUDE)
    cleared = add(database, Action.CLEAR, previous=first.id)
    assert current(database) == {}

    # Who sees nothing decided may decide, whether they know that something once was or not.
    again = add(database, Action.KEEP, 1)

    assert again.previous == cleared.id
    assert add(database, Action.CLEAR, previous=again.id).previous == again.id


@pytest.mark.parametrize("known", [None, 999, "first"])
def test_who_does_not_know_the_latest_is_told(database: Database, known: object) -> None:
    first = add(database, Action.RELABEL, 2)
    latest = add(database, Action.RELABEL, 1, previous=first.id)
    previous = first.id if known == "first" else known

    with pytest.raises(ConflictError, match="Somebody decided on sample 3 meanwhile"):
        add(database, Action.EXCLUDE, previous=previous)  # type: ignore[arg-type]
    assert current(database) == {3: latest}


def test_the_entry_on_another_sample_is_none_before(database: Database) -> None:
    other = add(database, Action.KEEP, 0, index=1)

    with pytest.raises(ConflictError):
        add(database, Action.EXCLUDE, previous=other.id)


def test_of_many_at_the_same_time_one_is_taken(database: Database) -> None:
    taken, refused = [], []
    start = threading.Barrier(6)

    def decide() -> None:
        start.wait()
        try:
            taken.append(add(database, Action.EXCLUDE))
        except ConflictError as error:
            refused.append(error)

    threads = [threading.Thread(target=decide) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 1
    assert len(refused) == 5


def test_a_damaged_entry_is_said(database: Database) -> None:
    made = add(database, Action.RELABEL, 2)
    with database.writing() as session:
        session.execute(text("UPDATE decision SET label = 5"))

    with pytest.raises(StoreError, match=f"decision {made.id} does not match .*; restore the database from"):
        current(database)


def test_it_outlives_the_analysis(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    with database.writing() as session:
        decisions.add(session, DATA, 0, Action.EXCLUDE, None, previous=None, analysis_id=analysis_id, now=0.0)
    Workspace(database).delete(analysis_id)

    assert current(database)[0].analysis == analysis_id


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(list(Action)), st.booleans()), max_size=20)


@settings(max_examples=15)
@given(STEPS)
def test_it_is_what_a_dictionary_would_be(tmp_path_factory: pytest.TempPathFactory, steps: object) -> None:
    folder = tmp_path_factory.mktemp("log")
    known: dict[int, Decision] = {}
    with Database(f"sqlite:///{folder / 'x.db'}") as database:
        for index, action, stale in steps:  # type: ignore[attr-defined]
            latest = known.get(index)
            decided = latest is not None and latest.action is not Action.CLEAR
            previous = None if latest is None else latest.id
            if stale and decided:
                with pytest.raises(ConflictError):
                    add(database, action, index=index)
                continue
            known[index] = add(database, action, index=index, previous=previous)
        expected = {i: one for i, one in known.items() if one.action is not Action.CLEAR}
        assert current(database) == expected
