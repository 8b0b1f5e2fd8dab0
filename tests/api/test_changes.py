"""One look at the database for all who listen."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing

import pytest

from lpntk.api import changes as module
from lpntk.api.changes import Changes
from lpntk.domain import StoreError


class Space:
    """A workspace without analyses that counts how often it is looked at."""

    def __init__(self) -> None:
        self.number, self.looks, self.reads, self.problem = 1, 0, 0, None

    def changes(self) -> int:
        self.looks += 1
        if self.problem is not None:
            raise self.problem
        return self.number

    def analyses(self) -> list[object]:
        self.reads += 1
        return []


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.001)


def run(test) -> None:
    asyncio.run(asyncio.wait_for(test(), 30))


async def heard(listener, times: int) -> list[str]:
    return [await anext(listener) for _ in range(times)]


def test_all_hear_of_a_change_that_is_read_once():
    async def test():
        space = Space()
        changes = Changes(space)
        listeners = [changes.listen() for _ in range(50)]
        assert await asyncio.gather(*(heard(one, 1) for one in listeners)) == [["[]"]] * 50
        assert space.reads == 1
        space.number += 1
        await asyncio.gather(*(heard(one, 1) for one in listeners))
        assert space.reads == 2
        late = changes.listen()
        assert await heard(late, 1) == ["[]"]
        assert space.reads == 2
        for listener in [*listeners, late]:
            await listener.aclose()
        assert changes._watching is None

    run(test)


def test_nobody_looks_when_nobody_listens():
    async def test():
        space = Space()
        changes = Changes(space)
        for _ in range(2):
            async with aclosing(changes.listen()) as listener:
                await heard(listener, 1)
        looks = space.looks
        await asyncio.sleep(0.02)
        assert space.looks <= looks + 1
        assert space.reads == 2

    run(test)


def test_who_does_not_read_costs_nothing():
    async def test():
        space = Space()
        changes = Changes(space)
        slow, quick = changes.listen(), changes.listen()
        await heard(slow, 1)
        await heard(quick, 1)
        for _ in range(5):
            space.number += 1
            await heard(quick, 1)
        assert max(latest.qsize() for latest in changes._listeners) == 1
        await slow.aclose()
        await quick.aclose()

    run(test)


def test_trouble_of_the_database_is_logged_once_and_the_streams_outlive_it(caplog):
    async def test():
        space = Space()
        changes = Changes(space)
        listeners = [changes.listen() for _ in range(20)]
        await asyncio.gather(*(heard(one, 1) for one in listeners))
        space.problem = StoreError("The database is gone.")
        looks = space.looks
        while space.looks < looks + 5:
            await asyncio.sleep(0.001)
        space.problem, space.number = None, space.number + 1
        assert await asyncio.gather(*(heard(one, 1) for one in listeners)) == [["[]"]] * 20
        for one in listeners:
            await one.aclose()

    with caplog.at_level(logging.ERROR):
        run(test)
    assert [record.message for record in caplog.records] == ["The database is gone."]


def test_what_nobody_thought_of_is_logged_once_and_ends_the_streams(caplog):
    async def test():
        space = Space()
        changes = Changes(space)
        listeners = [changes.listen() for _ in range(20)]
        await asyncio.gather(*(heard(one, 1) for one in listeners))
        space.problem = RuntimeError("boom")
        assert [[text async for text in one] for one in listeners] == [[]] * 20

    with caplog.at_level(logging.ERROR):
        run(test)
    assert len(caplog.records) == 1


def test_the_end_is_for_all():
    async def test():
        changes = Changes(Space())
        listeners = [changes.listen() for _ in range(3)]
        await asyncio.gather(*(heard(one, 1) for one in listeners))
        changes.end()
        assert [[text async for text in one] for one in listeners] == [[]] * 3

    run(test)
