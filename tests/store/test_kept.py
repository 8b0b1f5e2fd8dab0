"""What people keep of samples, given to the same samples of more."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import text

from lpntk.domain import StoreError
from lpntk.domain.decision import Action
from lpntk.domain.keeping import CameAlong
from lpntk.store import decisions, kept, notes, saved_views, tags
from lpntk.store.engine import Database
from support.records import add_analysis

OF, TO = "d" * 64, "e" * 64
NOW = 1_700_000_000.5
NONE = np.empty(0, dtype=np.int64)


@pytest.fixture
def pair(database: Database) -> tuple[int, int]:
    """An analysis of whose samples something is kept, and one that extends it."""
    first, extension = add_analysis(database)[0], add_analysis(database, "b")[0]
    with database.writing() as session:
        tags.change(session, OF, "Odd", add=np.array([2, 5]), remove=NONE, now=NOW)
        tags.change(session, OF, "blurred", add=np.array([7]), remove=NONE, now=NOW)
        notes.write(session, OF, 5, "Is it a 7?", before=None, now=NOW)
        saved_views.save(session, first, "Mine", "map?colour=loss&cluster=3&selected=r1.2", NOW)
        saved_views.save(session, first, "All", "images", NOW)
    for index, action, label in ((2, Action.EXCLUDE, None), (2, Action.RELABEL, 1), (5, Action.KEEP, 0)):
        decide(database, OF, index, action, label, first)
    latest = decide(database, OF, 7, Action.EXCLUDE, None, first)
    with database.writing() as session:
        decisions.add(session, OF, 7, Action.CLEAR, None, previous=latest, analysis_id=first, now=NOW)
    return first, extension


def decide(
    database: Database, of: str, index: int, action: Action, label: int | None, analysis_id: int
) -> int:
    with database.writing() as session:
        known = decisions.current(session, of).get(index)
        previous = known.id if known else None
        made = decisions.add(
            session, of, index, action, label, previous=previous, analysis_id=analysis_id, now=NOW
        )
    return made.id


def take_along(database: Database, pair: tuple[int, int]) -> CameAlong:
    with database.writing() as session:
        return kept.take_along(session, OF, TO, analysis_id=pair[0], extension=pair[1])


def tagged(database: Database, of: str) -> dict[str, list[int]]:
    with database.reading() as session:
        return {tag.name: tag.indices.tolist() for tag in tags.get_all(session, of)}


def test_all_of_it_is_there_and_says_when_it_was_made(database: Database, pair: tuple[int, int]) -> None:
    came = take_along(database, pair)

    assert came == CameAlong(tags=2, notes=1, decisions=2, views=2)
    assert tagged(database, TO) == tagged(database, OF) == {"blurred": [7], "Odd": [2, 5]}
    with database.reading() as session:
        assert notes.get_all(session, TO) == notes.get_all(session, OF)
        there, here = decisions.history(session, TO), decisions.history(session, OF)
        said = [(one.index, one.action, one.label, one.decided_at, one.analysis) for one in there]
        assert said == [(one.index, one.action, one.label, one.decided_at, one.analysis) for one in here]
        latest = decisions.current(session, TO)[2]
        assert latest.previous == min(one.id for one in there if one.index == 2)
        assert [(view.name, view.search) for view in saved_views.get_all(session, pair[1])] == [
            ("All", "images"),
            ("Mine", "map?colour=loss&selected=r1.2"),
        ]
        assert kept.came_along(session, pair[1]) == came
        assert kept.came_along(session, pair[0]) == CameAlong()


def test_each_goes_its_own_way_afterwards(database: Database, pair: tuple[int, int]) -> None:
    take_along(database, pair)

    decide(database, TO, 2, Action.EXCLUDE, None, pair[1])
    with database.writing() as session:
        tags.change(session, OF, "odd", add=np.array([1]), remove=np.array([2]), now=NOW)
        notes.write(session, TO, 5, "It is.", before=None, now=NOW)

    assert tagged(database, TO)["Odd"] == [2, 5]
    with database.reading() as session:
        assert decisions.current(session, OF)[2].action is Action.RELABEL
        assert notes.get_all(session, OF)[5].text == "Is it a 7?"


def test_what_is_there_already_stays(database: Database, pair: tuple[int, int]) -> None:
    decide(database, TO, 2, Action.KEEP, 3, pair[1])
    with database.writing() as session:
        tags.change(session, TO, "ODD", add=np.array([9]), remove=NONE, now=NOW)
        notes.write(session, TO, 5, "A 1.", before=None, now=NOW)

    came = take_along(database, pair)

    assert came == CameAlong(tags=2, notes=0, decisions=1, views=2)
    assert tagged(database, TO) == {"blurred": [7], "ODD": [2, 5, 9]}
    with database.reading() as session:
        assert notes.get_all(session, TO)[5].text == "A 1."
        assert decisions.current(session, TO)[2].action is Action.KEEP
    before = tagged(database, TO)
    assert take_along(database, pair) == CameAlong(tags=2, views=2)
    assert tagged(database, TO) == before


def test_damage_is_said_and_nothing_comes(database: Database, pair: tuple[int, int]) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE note SET text = 'It is a 9'"))

    with pytest.raises(StoreError, match="note"):
        take_along(database, pair)

    assert tagged(database, TO) == {}
