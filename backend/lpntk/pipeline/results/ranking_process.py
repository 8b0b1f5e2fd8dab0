"""Exact neighbours and pairs in a process of its own, beside a server: torch, samples and a user's model end
with it.

`python -m lpntk.pipeline.results.ranking_process` reads questions from standard input, a line of JSON each,
and answers with an empty line when what could be computed is in the database. The database's URL comes by
LPNTK_DB. It ends when its input does, and so with the server, in the middle of an answer too.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Iterator
from queue import SimpleQueue

from lpntk.domain import LpntkError
from lpntk.domain.processes import give_way
from lpntk.pipeline.results import neighbours, pair
from lpntk.pipeline.results.kept import Kept
from lpntk.pipeline.results.results import Results
from lpntk.store.engine import Database
from lpntk.store.recent import Recent

IDLE_SECONDS = 60.0

log = logging.getLogger("lpntk.ranking")


class RankingProcess:
    """A process that ranks for a server, there from the first question until some time after the last.

    Parameters
    ----------
    url
        Gives the database's URL.
    idle_seconds
        How long the process waits for another question, with model and samples in memory.
    """

    def __init__(self, url: Callable[[], str], idle_seconds: float = IDLE_SECONDS) -> None:
        self._url, self._idle_seconds = url, idle_seconds
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Future[int]] = set()

    @property
    def pid(self) -> int | None:
        """The process that is there just now."""
        return None if self._process is None else self._process.pid

    async def rank(self, analysis_id: int, index: int, k: int) -> None:
        """Have one sample's neighbours ranked and remembered in the database, where that can be done.

        One question at a time, whichever: the caller sees to that.
        """
        await self._ask({"analysis_id": analysis_id, "index": index, "k": k})

    async def compare(self, analysis_id: int, index: int, other: int) -> None:
        """Have the layers of two samples' kernel computed and remembered, where that can be done."""
        await self._ask({"analysis_id": analysis_id, "index": index, "other": other})

    async def _ask(self, question: dict[str, int]) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self._process is not None and self._process.returncode is not None:
            await self.close()
        process = self._process or await self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            await process.stdin.drain()
            answered = await process.stdout.readline()
        except ConnectionError:
            answered = b""
        if not answered:
            number = question["analysis_id"]
            log.warning("The process that ranks neighbours ended at work on analysis %d", number)
            await self.close()
            return
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._let_go)

    async def close(self) -> None:
        """End the process, if there is one, and see off those that were let go."""
        process, self._process = self._process, None
        if self._idle is not None:
            self._idle.cancel()
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()
        await asyncio.gather(*self._ending)

    async def _start(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=PIPE,
            stdout=PIPE,
            # Idle OpenMP threads that spin would take the cores from the server and the browser.
            env={"OMP_WAIT_POLICY": "passive", **os.environ, "LPNTK_DB": self._url()},
            start_new_session=True,  # Ctrl-C in the terminal is for the server
        )
        return self._process

    def _let_go(self) -> None:
        """End the input of a process that nobody has asked for long; it ends by itself, memory and all."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            ending = asyncio.ensure_future(process.wait())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)


def main() -> int:
    """Answer questions until there are no more."""
    logging.basicConfig(format="%(name)s: %(message)s")
    give_way()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a user's model may print
    kept = Kept(Recent(0))
    with Database() as database:
        for question in _questions():
            _answer(database, kept, **json.loads(question))
            answers.write("\n")
            answers.flush()
    return 0


def _questions() -> Iterator[bytes]:
    """Each line as it comes; the process is gone when there are no more, since nobody waits for an answer."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        # Not sys.stdin: a thread that sits in it would stand in the way of the interpreter's own end.
        with os.fdopen(os.dup(sys.stdin.fileno()), "rb") as questions:
            for line in questions:
                lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, name="questions", daemon=True).start()
    while True:
        yield lines.get()


def _answer(
    database: Database, kept: Kept, analysis_id: int, index: int, k: int = 0, other: int | None = None
) -> None:
    try:
        with database.reading() as session:
            results = Results(database, session, analysis_id, time.time(), kept)
            if other is None:
                neighbours.rank(results, index, k)
            else:
                pair.pair(results, index, other)
    except LpntkError as error:
        log.warning("%s", error)
    except Exception:  # a user's model may raise anything
        log.exception("Sample %d of analysis %d cannot be computed", index, analysis_id)


if __name__ == "__main__":
    sys.exit(main())
