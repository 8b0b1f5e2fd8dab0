"""Analyses as they change, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import TypeAdapter

from lpntk.api.dependencies import Space
from lpntk.api.schemas.analyses import AnalysisOut, analyses_out
from lpntk.domain import StoreError

router = APIRouter(prefix="/events", tags=["events"])

POLL_SECONDS = 0.5

_LIST = TypeAdapter(list[AnalysisOut])


@router.get("", response_class=EventSourceResponse)
async def stream_events(request: Request, space: Space) -> AsyncIterable[ServerSentEvent]:
    """Send all analyses, now and whenever one changes: event `analyses`, data as list_analyses gives."""
    closing: asyncio.Event = request.app.state.closing
    seen: int | None = None
    while not closing.is_set():
        text: str | None = None
        # A stream cannot say what is wrong with the database; requests do, and it goes on when that is over.
        with suppress(StoreError):
            now = await run_in_threadpool(space.changes)
            if now != seen:
                views = await run_in_threadpool(space.analyses)
                text = _LIST.dump_json(analyses_out(views)).decode()
                seen = now
        if text is not None:
            yield ServerSentEvent(event="analyses", raw_data=text)
        with suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), POLL_SECONDS)
