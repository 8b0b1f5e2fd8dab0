"""Analyses as they change, as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from lpntk.api.changes import Changes

router = APIRouter(prefix="/events", tags=["events"])


@router.get("", response_class=EventSourceResponse)
async def stream_events(request: Request) -> AsyncIterable[ServerSentEvent]:
    """Send all analyses, now and whenever one changes: event `analyses`, data as list_analyses gives."""
    changes: Changes = request.app.state.changes
    async with aclosing(changes.listen()) as lists:
        async for text in lists:
            yield ServerSentEvent(event="analyses", raw_data=text)
