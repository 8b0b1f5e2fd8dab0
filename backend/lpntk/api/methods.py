"""HEAD and OPTIONS for every address of the API, and which methods an address takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fastapi import APIRouter, Response, status
from starlette.routing import Route, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lpntk.api.errors import method_refused


class Methods:
    """Answers OPTIONS, refuses a method that an address does not take, and makes of HEAD a GET without body.

    The framework looks at one route after another: of an address with two of them it names but one's methods.

    Parameters
    ----------
    app
        What answers everything else.
    prefix
        Of the routers' addresses.
    routers
        Those of the API.
    """

    def __init__(self, app: ASGIApp, prefix: str, routers: Iterable[APIRouter]) -> None:
        self.app = app
        self._taken: dict[re.Pattern[str], set[str]] = {}
        for route in (route for router in routers for route in router.routes if isinstance(route, Route)):
            pattern, _, _ = compile_path(prefix + route.path)
            self._taken.setdefault(pattern, set()).update(route.methods or ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its address takes its method."""
        methods = self._methods(scope["path"]) if scope["type"] == "http" else set()
        if not methods:
            await self.app(scope, receive, send)
            return
        allowed = ", ".join(sorted(methods))
        if scope["method"] == "OPTIONS":
            answer = Response(status_code=status.HTTP_204_NO_CONTENT, headers={"Allow": allowed})
            await answer(scope, receive, send)
        elif scope["method"] not in methods:
            await method_refused(scope["path"], scope["method"], allowed)(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            await self.app(scope, receive, send)

    def _methods(self, path: str) -> set[str]:
        """The methods that an address takes; none for an unknown one."""
        found = next((methods for pattern, methods in self._taken.items() if pattern.match(path)), set())
        return found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()) if found else found


def _without_body(send: Send) -> Send:
    """Sends the beginning of an answer, and ends it there: a stream has no other end."""
    ended = False

    async def send_head(message: Message) -> None:
        nonlocal ended
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b""})
            ended = True
        elif not ended:
            await send(message)

    return send_head
