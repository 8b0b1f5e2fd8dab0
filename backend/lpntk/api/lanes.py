"""Where requests that compute go: one piece of work at a time, beside all other requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from lpntk.domain import Cancelled, LpntkError
from lpntk.pipeline.results.ranking_process import RankingProcess
from lpntk.pipeline.workspace import Workspace

T = TypeVar("T")


class BusyError(LpntkError):
    """Too many wait for the same kind of work already."""


class Lane:
    """Does one kind of work, a piece at a time.

    Parameters
    ----------
    work
        What it does, for the sentence when too many wait.
    room
        How many may wait.
    """

    def __init__(self, work: str, room: int) -> None:
        self._work, self._room = work, room
        self._turn = asyncio.Semaphore()
        self._inside = 0

    async def run(self, request: Request, work: Callable[[], Awaitable[T]], *, stoppable: bool = False) -> T:
        """What the work gives when its turn has come.

        Parameters
        ----------
        request
            Who asks; when its client goes away, work that has not begun is dropped.
        work
            Begun in its turn.
        stoppable
            Whether work that has begun is cancelled, too.

        Raises
        ------
        BusyError
            If too many wait.
        Cancelled
            If the client went away.
        """
        if self._inside > self._room:
            raise BusyError(
                f"The server is busy {self._work}, and {self._room} others wait: try again in a moment."
            )
        begun = asyncio.Event()

        async def in_turn() -> T:
            async with self._turn:
                begun.set()
                return await work()

        self._inside += 1
        doing = asyncio.create_task(in_turn())
        doing.add_done_callback(self._left)
        gone = asyncio.create_task(_has_gone(request))
        try:
            await asyncio.wait((doing, gone), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise Cancelled("Who asked has gone.")
        finally:
            gone.cancel()
            if stoppable or not begun.is_set():
                doing.cancel()

    async def run_in_thread(self, request: Request, work: Callable[[], T]) -> T:
        """As `run`, for a function; once begun it runs to its end."""
        return await self.run(request, lambda: run_in_threadpool(work))

    def _left(self, doing: asyncio.Task[T]) -> None:
        self._inside -= 1
        if not doing.cancelled():
            doing.exception()  # where nobody waits for it any more, nobody else takes note of it


class Lanes:
    """The lanes of one application; `close` ends what is left of their work.

    Attributes
    ----------
    neighbours, rows, estimates, plans, evidence, outlooks, heat_maps, spectra, files,
    originals, columns
        For what takes a model's gradients of some samples, for rows of a kernel, for estimates, for pruning
        plans, for evidence and forecasts of changes, for forecasts of plans, for pictures of a kernel, for
        what else takes reading all of it, for files, for images at their own size, and for columns that are
        added.
    ranking
        What does the work of the first.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.neighbours = Lane("ranking neighbours", room=32)
        self.rows = Lane("reading rows of kernels", room=64)
        self.estimates = Lane("estimating", room=4)
        self.plans = Lane("making pruning plans", room=64)
        self.evidence = Lane("weighing evidence", room=64)
        self.outlooks = Lane("forecasting plans", room=64)
        self.heat_maps = Lane("drawing kernels", room=16)
        self.spectra = Lane("taking kernels apart", room=16)
        self.files = Lane("writing files", room=8)
        self.originals = Lane("reading images", room=64)
        self.columns = Lane("reading columns", room=8)
        self.ranking = RankingProcess(lambda: workspace.url)

    async def close(self) -> None:
        """End the processes that the lanes keep."""
        await self.ranking.close()


async def _has_gone(request: Request) -> None:
    """Returns when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
