"""Requests that compute: one at a time, few that wait, none for a client that has gone."""

from __future__ import annotations

import asyncio

import pytest

from lpntk.api.lanes import BusyError, Lane
from lpntk.domain import Cancelled


class Client:
    """A request of which the client stays until it is told to go."""

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def receive(self) -> dict[str, str]:
        await self.left.wait()
        return {"type": "http.disconnect"}


class Work:
    """Work that ends when a test says so, and what became of it."""

    def __init__(self) -> None:
        self.begun, self.end, self.cancelled = asyncio.Event(), asyncio.Event(), False

    async def __call__(self) -> str:
        self.begun.set()
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return "done"


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def run(test) -> None:
    asyncio.run(asyncio.wait_for(test(), 30))


def test_one_piece_at_a_time_in_their_order():
    async def test():
        lane, works = Lane("working", room=8), [Work() for _ in range(4)]
        tasks = [asyncio.create_task(lane.run(Client(), work)) for work in works]
        for at, work in enumerate(works):
            await settle()
            assert [other.begun.is_set() for other in works] == [n <= at for n in range(4)]
            work.end.set()
        assert await asyncio.gather(*tasks) == ["done"] * 4

    run(test)


def test_too_many_are_refused_and_there_is_room_again():
    async def test():
        lane, works = Lane("working", room=2), [Work() for _ in range(5)]
        tasks = [asyncio.create_task(lane.run(Client(), work)) for work in works[:3]]
        await settle()
        with pytest.raises(BusyError, match="busy working, and 2 others wait: try again"):
            await lane.run(Client(), works[3])
        for work in works:
            work.end.set()
        await asyncio.gather(*tasks)
        assert await lane.run(Client(), works[4]) == "done"

    run(test)


@pytest.mark.parametrize("stoppable", [False, True])
def test_who_has_gone_is_not_worked_for(stoppable):
    async def test():
        lane, first, second, third = Lane("working", room=2), Work(), Work(), Work()
        clients = [Client(), Client(), Client()]
        tasks = [
            asyncio.create_task(lane.run(client, work, stoppable=stoppable))
            for client, work in zip(clients, (first, second, third), strict=True)
        ]
        await settle()
        clients[1].left.set()
        with pytest.raises(Cancelled):
            await tasks[1]
        clients[0].left.set()
        with pytest.raises(Cancelled):
            await tasks[0]
        await settle()
        # What has begun and cannot be stopped keeps its turn.
        assert first.cancelled is stoppable
        assert third.begun.is_set() is stoppable
        first.end.set()
        third.end.set()
        assert await tasks[2] == "done"
        assert not second.begun.is_set()

    run(test)


def test_errors_come_through_and_free_the_lane():
    async def test():
        lane = Lane("working", room=0)

        async def fail() -> None:
            raise KeyError("it")

        for _ in range(3):
            with pytest.raises(KeyError):
                await lane.run(Client(), fail)
        assert await lane.run_in_thread(Client(), lambda: 7) == 7

    run(test)


def test_busy_is_an_answer(scripted):
    answer = scripted({"analysis": BusyError("The server is busy: try again.")}).get("/api/analyses/1")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["error"]["kind"] == "busy"
