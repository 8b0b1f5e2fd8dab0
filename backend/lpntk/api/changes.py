"""The list of analyses as it changes: looked at once, however many listen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator

from fastapi.concurrency import run_in_threadpool
from pydantic import TypeAdapter

from lpntk.api.schemas.analyses import AnalysisOut, analyses_out
from lpntk.domain import StoreError
from lpntk.pipeline.jobs.trouble import Trouble
from lpntk.pipeline.workspace import Workspace

POLL_SECONDS = 0.5
TOLD_AT_ONCE = 5

_LIST = TypeAdapter(list[AnalysisOut])

log = logging.getLogger(__name__)


class Changes:
    """Tells all who listen; looks into the database while there is somebody, and not otherwise.

    Parameters
    ----------
    workspace
        Of which analyses.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._listeners: set[_Latest] = set()
        self._watching: asyncio.Task[None] | None = None
        self._text: str | None = None
        self._trouble = Trouble(log)

    async def listen(self) -> AsyncGenerator[str, None]:
        """The list as JSON, now and whenever it changes, until `end`."""
        latest = _Latest(maxsize=1)
        self._listeners.add(latest)
        if self._text is not None:
            latest.put_nowait(self._text)
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        try:
            while (text := await latest.get()) is not None:
                yield text
        finally:
            self._listeners.discard(latest)
            if not self._listeners:
                self._stop()

    def end(self) -> None:
        """End what all listen to."""
        self._stop()
        for latest in self._listeners:
            latest.hear(None)

    def _stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        self._watching, self._text = None, None

    async def _watch(self) -> None:
        seen: int | None = None
        try:
            while True:
                try:
                    number = await run_in_threadpool(self._workspace.changes)
                    if number != seen:
                        self._text, seen = await run_in_threadpool(self._read), number
                        await self._tell(self._text)
                    self._trouble.over()
                except StoreError as error:
                    # A stream cannot say what is wrong with the database; requests do. It may end.
                    self._trouble.say(error.message)
                await asyncio.sleep(POLL_SECONDS)
        except Exception:
            log.exception("The list of analyses cannot be read")
            self.end()

    def _read(self) -> str:
        return _LIST.dump_json(analyses_out(self._workspace.analyses())).decode()

    async def _tell(self, text: str) -> None:
        # Few at a time: with many all at once, every request would wait until the last of them has heard.
        listeners = list(self._listeners)
        for start in range(0, len(listeners), TOLD_AT_ONCE):
            if start:
                await asyncio.sleep(POLL_SECONDS * TOLD_AT_ONCE / len(listeners))
            for latest in listeners[start : start + TOLD_AT_ONCE]:
                latest.hear(text)


class _Latest(asyncio.Queue[str | None]):
    """What a listener has not heard yet; None is the end."""

    def hear(self, text: str | None) -> None:
        """Who reads slowly hears of the latest change only."""
        if self.full():
            self.get_nowait()
        self.put_nowait(text)
